import { flag, text } from "./fields";
import { type Provider, quietly } from "./provider";

/** AWS::EC2::VPCCidrBlock: a further IPv4 block, or a /56 of Amazon's IPv6 addresses. Ref is the association's id. */
export const vpcCidrBlock: Provider = {
  settle: 2000,
  create({ tools, ctx, properties }) {
    const VpcId = text(properties, "VpcId") ?? "";
    const six = flag(properties, "AmazonProvidedIpv6CidrBlock");
    const input = six ? { AmazonProvidedIpv6CidrBlock: true } : { CidrBlock: text(properties, "CidrBlock") };
    const answer = tools.invoke("ec2", "AssociateVpcCidrBlock", { VpcId, ...input }, ctx);
    return (answer.Ipv6CidrBlockAssociation ?? answer.CidrBlockAssociation)?.AssociationId ?? "";
  },
  delete({ tools, ctx, physicalId }) {
    quietly(() => tools.invoke("ec2", "DisassociateVpcCidrBlock", { AssociationId: physicalId }, ctx));
  },
  actual({ tools, ctx, properties, physicalId }) {
    const VpcIds = [text(properties, "VpcId") ?? ""];
    const found = tools.invoke("ec2", "DescribeVpcs", { VpcIds }, ctx).Vpcs?.[0];
    const all = [...(found?.CidrBlockAssociationSet ?? []), ...(found?.Ipv6CidrBlockAssociationSet ?? [])];
    return all.some((one) => one.AssociationId === physicalId) ? { VpcId: VpcIds[0] } : undefined;
  },
  read: ({ physicalId }) => ({ Id: physicalId }),
};
