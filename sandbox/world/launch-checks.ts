import type { RequestLaunchTemplateData } from "@aws-sdk/client-ec2";
import { AwsError } from "../wire/handler";
import { INSTANCE_TYPES, instanceType } from "./instance-types";
import { machineImage } from "./machine-images";
import type { Network, SubnetFacts } from "./network";
import type { Place } from "./seams";

/** Throws what EC2 answers a launch it refuses; answers the subnet of one it accepts. */
export function checkLaunch(
  network: Network,
  place: Place,
  data: RequestLaunchTemplateData,
  subnetId: string,
): SubnetFacts {
  const subnet = network.subnet(place, subnetId);
  if (!subnet) throw new AwsError("InvalidSubnetID.NotFound", `The subnet ID '${subnetId}' does not exist`);
  const image = machineImage(place.region, data.ImageId ?? "");
  if (!image) throw new AwsError("InvalidAMIID.NotFound", `The image id '[${data.ImageId}]' does not exist`);
  if (data.KeyName && !network.keyPairExists(place, data.KeyName)) {
    throw new AwsError("InvalidKeyPair.NotFound", `The key pair '${data.KeyName}' does not exist`);
  }
  if (data.InstanceType && !INSTANCE_TYPES.has(data.InstanceType)) {
    throw new AwsError("InvalidParameterValue", `Invalid value '${data.InstanceType}' for InstanceType.`);
  }
  const wanted = instanceType(data.InstanceType ?? "").architecture === "arm64" ? "arm64" : "x86_64";
  if (image.architecture !== wanted) {
    throw new AwsError(
      "InvalidParameterValue",
      `The architecture '${wanted}' of the specified instance type does not match the architecture '${image.architecture}' of the specified AMI. Specify an instance type and an AMI that have matching architectures, and try again.`,
    );
  }
  return subnet;
}

/** Whether a machine gets out to AWS's own services: by an internet gateway with a public address, or through a NAT. */
export function reachesInternet(network: Network, place: Place, subnetId: string, hasPublicIp: boolean): boolean {
  const subnet = network.subnet(place, subnetId);
  const table = subnet && network.routeTableOf(place, subnet);
  const target = table?.routes.find((route) => route.destination === "0.0.0.0/0")?.target;
  if (target === undefined || target === "local") return false;
  return "natGatewayId" in target || hasPublicIp;
}
