import type { RequestLaunchTemplateData } from "@aws-sdk/client-ec2";
import { AwsError } from "../wire/handler";
import { INSTANCE_TYPES, instanceType, isOffered } from "./instance-types";
import { machineImage } from "./machine-images";
import type { Network, SubnetFacts } from "./network";
import { zonesOf } from "./regions";
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
  if (data.InstanceType && !isOffered(data.InstanceType, subnet.zone)) {
    const others = zonesOf(place.region)
      .map(({ name }) => name)
      .filter((zone) => isOffered(data.InstanceType ?? "", zone));
    throw new AwsError(
      "Unsupported",
      `Your requested instance type (${data.InstanceType}) is not supported in your requested Availability Zone (${subnet.zone}). Please retry your request by not specifying an Availability Zone or choosing ${others.join(", ")}.`,
    );
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

/** Throws when one more machine would have the account use more on-demand vCPUs than its quota. */
export function checkVcpus(
  quota: number,
  instances: readonly { readonly state: string; readonly type: string }[],
  type: string,
): void {
  const running = instances.filter(({ state }) => state === "pending" || state === "running");
  const used = running.reduce((sum, instance) => sum + instanceType(instance.type).vcpus, 0);
  if (used + instanceType(type).vcpus <= quota) return;
  throw new AwsError(
    "VcpuLimitExceeded",
    `You have requested more vCPU capacity than your current vCPU limit of ${quota} allows for the instance bucket that the specified instance type belongs to. Please visit http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit.`,
  );
}

/** Whether a machine gets out to AWS's own services: by an internet gateway with a public address, or through a NAT. */
export function reachesInternet(network: Network, place: Place, subnetId: string, hasPublicIp: boolean): boolean {
  const subnet = network.subnet(place, subnetId);
  const table = subnet && network.routeTableOf(place, subnet);
  const target = table?.routes.find((route) => route.destination === "0.0.0.0/0")?.target;
  if (target === undefined || target === "local") return false;
  return "natGatewayId" in target || hasPublicIp;
}
