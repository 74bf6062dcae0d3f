import { text } from "./fields";
import { type Provider, quietly } from "./provider";

/** AWS::EC2::SubnetCidrBlock: a /64 of the VPC's IPv6 block, for a subnet that has none. Ref is the association's id. */
export const subnetCidrBlock: Provider = {
  settle: 2000,
  create({ tools, ctx, properties }) {
    const input = { SubnetId: text(properties, "SubnetId") ?? "", Ipv6CidrBlock: text(properties, "Ipv6CidrBlock") };
    const answer = tools.invoke("ec2", "AssociateSubnetCidrBlock", input, ctx);
    return answer.Ipv6CidrBlockAssociation?.AssociationId ?? "";
  },
  delete({ tools, ctx, physicalId }) {
    quietly(() => tools.invoke("ec2", "DisassociateSubnetCidrBlock", { AssociationId: physicalId }, ctx));
  },
  actual({ tools, ctx, properties, physicalId }) {
    const SubnetId = text(properties, "SubnetId") ?? "";
    const found = tools.invoke("ec2", "DescribeSubnets", { SubnetIds: [SubnetId] }, ctx).Subnets?.[0];
    const one = found?.Ipv6CidrBlockAssociationSet?.find((block) => block.AssociationId === physicalId);
    return one && { SubnetId, Ipv6CidrBlock: one.Ipv6CidrBlock };
  },
  read: ({ physicalId }) => ({ Id: physicalId }),
};
