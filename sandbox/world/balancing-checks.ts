import type { Certificate } from "@aws-sdk/client-elastic-load-balancing-v2";
import { AwsError } from "../wire/handler";
import type { Certificates } from "./certificates";
import type { Network } from "./network";
import type { Place } from "./seams";

/** Throws what ELB answers for subnets it cannot use; answers those it can, with their zones. */
export function checkSubnets(
  network: Network,
  place: Place,
  ids: readonly string[],
  balancer: { readonly scheme: string; readonly ipAddressType: string },
) {
  const subnets = ids.map((id) => {
    const subnet = network.subnet(place, id);
    if (!subnet) throw new AwsError("SubnetNotFound", `The subnet ID '${id}' does not exist`);
    return { id, zone: subnet.zone, vpcId: subnet.vpcId, ipv6: subnet.ipv6Cidr !== undefined };
  });
  const vpcId = subnets[0]?.vpcId ?? "";
  if (new Set(subnets.map((subnet) => subnet.zone)).size < 2) {
    throw new AwsError("ValidationError", "At least two subnets in two different Availability Zones must be specified");
  }
  if (new Set(subnets.map((subnet) => subnet.zone)).size < subnets.length) {
    throw new AwsError(
      "InvalidConfigurationRequest",
      "A load balancer cannot be attached to multiple subnets in the same Availability Zone",
    );
  }
  const hasGateway = network.at(place).internetGateways.some((gateway) => gateway.vpcId === vpcId);
  if (balancer.scheme === "internet-facing" && !hasGateway) {
    throw new AwsError("InvalidSubnet", `VPC ${vpcId} has no internet gateway`);
  }
  if (balancer.ipAddressType.startsWith("dualstack") && subnets.some((subnet) => !subnet.ipv6)) {
    throw new AwsError("ValidationError", "You must specify subnets with an associated IPv6 CIDR block.");
  }
  return subnets;
}

/** Throws what ELB answers for a listener's certificates: HTTPS needs one, and one that ACM has issued. */
export function checkCertificates(
  known: Certificates,
  place: Place,
  protocol: string,
  certificates: readonly Certificate[],
): void {
  if (protocol !== "HTTPS") return;
  if (certificates.length === 0) {
    throw new AwsError("ValidationError", "A certificate must be specified for HTTPS listeners");
  }
  for (const { CertificateArn = "" } of certificates) {
    // Server certificates uploaded to IAM are not simulated; their ARNs pass.
    if (CertificateArn.startsWith("arn:aws:iam:")) continue;
    const found = known.list(place).find((certificate) => certificate.arn === CertificateArn);
    if (!found) throw new AwsError("CertificateNotFound", `Certificate ARN '${CertificateArn}' is not valid`);
    if (found.status === "PENDING_VALIDATION") {
      throw new AwsError(
        "UnsupportedCertificate",
        `The certificate '${CertificateArn}' must have a fully-qualified domain name, a supported signature, and a supported key size.`,
      );
    }
  }
}
