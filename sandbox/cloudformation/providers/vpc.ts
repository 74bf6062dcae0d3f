import type { Vpc } from "@aws-sdk/client-ec2";
import { retag, tagSpecifications } from "./ec2-tags";
import { flag, ownTags, text } from "./fields";
import { type Call, type Provider, quietly } from "./provider";

const describe = ({ tools, ctx, physicalId }: Call): Vpc | undefined =>
  tools.invoke("ec2", "DescribeVpcs", { VpcIds: [physicalId] }, ctx).Vpcs?.[0];

/** DNS support and host names, each a call of its own. */
function setDns({ tools, ctx, properties }: Call, VpcId: string): void {
  const support = flag(properties, "EnableDnsSupport") ?? true;
  const hostnames = flag(properties, "EnableDnsHostnames") ?? false;
  tools.invoke("ec2", "ModifyVpcAttribute", { VpcId, EnableDnsSupport: { Value: support } }, ctx);
  tools.invoke("ec2", "ModifyVpcAttribute", { VpcId, EnableDnsHostnames: { Value: hostnames } }, ctx);
}

const defaultGroup = ({ tools, ctx, physicalId }: Call): string =>
  tools.invoke(
    "ec2",
    "DescribeSecurityGroups",
    {
      Filters: [
        { Name: "vpc-id", Values: [physicalId] },
        { Name: "group-name", Values: ["default"] },
      ],
    },
    ctx,
  ).SecurityGroups?.[0]?.GroupId ?? "";

const sixBlocks = (vpc: Vpc | undefined): string[] =>
  (vpc?.Ipv6CidrBlockAssociationSet ?? []).flatMap((one) => one.Ipv6CidrBlock ?? []);

/** AWS::EC2::VPC. Ref is the id. */
export const vpc: Provider = {
  settle: 2000,
  // Further address blocks are resources of their own.
  living: true,
  create(call) {
    const { tools, ctx, properties } = call;
    const input = { CidrBlock: text(properties, "CidrBlock"), TagSpecifications: tagSpecifications(call, "vpc") };
    const id = tools.invoke("ec2", "CreateVpc", input, ctx).Vpc?.VpcId ?? "";
    call.made = id;
    setDns(call, id);
    return id;
  },
  update(call) {
    setDns(call, call.physicalId);
    retag(call);
  },
  delete({ tools, ctx, physicalId }) {
    quietly(() => tools.invoke("ec2", "DeleteVpc", { VpcId: physicalId }, ctx));
  },
  actual(call) {
    const { tools, ctx, physicalId: VpcId } = call;
    const found = describe(call);
    const ask = (Attribute: "enableDnsSupport" | "enableDnsHostnames") =>
      tools.invoke("ec2", "DescribeVpcAttribute", { VpcId, Attribute }, ctx);
    return (
      found && {
        CidrBlock: found.CidrBlock,
        EnableDnsSupport: ask("enableDnsSupport").EnableDnsSupport?.Value,
        EnableDnsHostnames: ask("enableDnsHostnames").EnableDnsHostnames?.Value,
        Tags: ownTags(call, found.Tags),
      }
    );
  },
  read(call) {
    const found = describe(call);
    return {
      VpcId: call.physicalId,
      CidrBlock: found?.CidrBlock ?? "",
      CidrBlockAssociations: (found?.CidrBlockAssociationSet ?? []).map((one) => one.AssociationId),
      DefaultSecurityGroup: defaultGroup(call),
      Ipv6CidrBlocks: sixBlocks(found),
    };
  },
};
