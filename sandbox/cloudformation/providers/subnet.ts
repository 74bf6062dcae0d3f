import type { Subnet } from "@aws-sdk/client-ec2";
import { retag, tagSpecifications } from "./ec2-tags";
import { flag, ownTags, picked, text } from "./fields";
import { type Call, type Provider, quietly } from "./provider";

const describe = ({ tools, ctx, physicalId }: Call): Subnet | undefined =>
  tools.invoke("ec2", "DescribeSubnets", { SubnetIds: [physicalId] }, ctx).Subnets?.[0];

function setAddresses({ tools, ctx, properties }: Call, SubnetId: string): void {
  const four = flag(properties, "MapPublicIpOnLaunch") ?? false;
  const six = flag(properties, "AssignIpv6AddressOnCreation") ?? false;
  tools.invoke("ec2", "ModifySubnetAttribute", { SubnetId, MapPublicIpOnLaunch: { Value: four } }, ctx);
  tools.invoke("ec2", "ModifySubnetAttribute", { SubnetId, AssignIpv6AddressOnCreation: { Value: six } }, ctx);
}

const sixBlocks = (subnet: Subnet | undefined): string[] =>
  (subnet?.Ipv6CidrBlockAssociationSet ?? []).flatMap((one) => one.Ipv6CidrBlock ?? []);

/** AWS::EC2::Subnet. Ref is the id. */
export const subnet: Provider = {
  settle: 2000,
  create(call) {
    const { tools, ctx, properties } = call;
    const zone = text(properties, "AvailabilityZone");
    const six = text(properties, "Ipv6CidrBlock");
    const answer = tools.invoke(
      "ec2",
      "CreateSubnet",
      {
        VpcId: text(properties, "VpcId") ?? "",
        CidrBlock: text(properties, "CidrBlock"),
        ...(zone === undefined ? {} : { AvailabilityZone: zone }),
        ...(six === undefined ? {} : { Ipv6CidrBlock: six }),
        TagSpecifications: tagSpecifications(call, "subnet"),
      },
      ctx,
    );
    const id = answer.Subnet?.SubnetId ?? "";
    call.made = id;
    setAddresses(call, id);
    return id;
  },
  update(call) {
    setAddresses(call, call.physicalId);
    retag(call);
  },
  delete({ tools, ctx, physicalId }) {
    quietly(() => tools.invoke("ec2", "DeleteSubnet", { SubnetId: physicalId }, ctx));
  },
  actual(call) {
    const found = describe(call);
    return (
      found && {
        ...picked(found, "VpcId AvailabilityZone CidrBlock MapPublicIpOnLaunch AssignIpv6AddressOnCreation"),
        Ipv6CidrBlock: sixBlocks(found)[0],
        Tags: ownTags(call, found.Tags),
      }
    );
  },
  read(call) {
    const found = describe(call);
    return {
      SubnetId: call.physicalId,
      VpcId: found?.VpcId ?? "",
      AvailabilityZone: found?.AvailabilityZone ?? "",
      CidrBlock: found?.CidrBlock ?? "",
      Ipv6CidrBlocks: sixBlocks(found),
    };
  },
};
