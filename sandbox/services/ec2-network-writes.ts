import type * as EC2 from "@aws-sdk/client-ec2";
import { AwsError, type Handlers } from "../wire/handler";
import type { Network } from "../world/network";
import { gatewayView, subnetView, vpcIpv6Block, vpcView } from "./ec2-network-views";
import { tagsFor } from "./ec2-views";

const flag = (value: EC2.AttributeBooleanValue | undefined) => value?.Value;

/** A call that changes one attribute at a time, as EC2 wants it. */
function onlyOne(values: readonly unknown[]): void {
  const given = values.filter((value) => value !== undefined).length;
  if (given === 0) throw new AwsError("InvalidParameterCombination", "No attributes specified.");
  if (given > 1) {
    throw new AwsError("InvalidParameterCombination", "Fields for multiple attribute types specified.");
  }
}

/** EC2's changes to VPCs, subnets and internet gateways. */
export function createEc2NetworkWriteHandlers({ network }: { network: Network }) {
  return {
    CreateVpc: ({ CidrBlock, AmazonProvidedIpv6CidrBlock, TagSpecifications }, ctx) => {
      if (CidrBlock === undefined) {
        throw new AwsError("MissingParameter", "Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided.");
      }
      const tags = tagsFor(TagSpecifications, "vpc");
      const vpc = network.createVpc(ctx, { cidr: CidrBlock, ipv6: AmazonProvidedIpv6CidrBlock ?? false, tags });
      return { Vpc: vpcView(ctx, vpc) };
    },
    DeleteVpc: ({ VpcId = "" }, ctx) => {
      network.deleteVpc(ctx, VpcId);
      return {};
    },
    ModifyVpcAttribute: ({ VpcId = "", EnableDnsHostnames, EnableDnsSupport }, ctx) => {
      const dnsHostnames = flag(EnableDnsHostnames);
      const dnsSupport = flag(EnableDnsSupport);
      onlyOne([dnsHostnames, dnsSupport]);
      network.setVpcAttributes(ctx, VpcId, {
        ...(dnsHostnames === undefined ? {} : { dnsHostnames }),
        ...(dnsSupport === undefined ? {} : { dnsSupport }),
      });
      return {};
    },
    AssociateVpcCidrBlock: ({ VpcId = "", CidrBlock, AmazonProvidedIpv6CidrBlock }, ctx) => {
      onlyOne([CidrBlock, AmazonProvidedIpv6CidrBlock || undefined]);
      const { id, cidr } = network.addCidr(ctx, VpcId, CidrBlock);
      return CidrBlock === undefined
        ? { VpcId, Ipv6CidrBlockAssociation: vpcIpv6Block(id, cidr) }
        : {
            VpcId,
            CidrBlockAssociation: { AssociationId: id, CidrBlock: cidr, CidrBlockState: { State: "associated" } },
          };
    },
    DisassociateVpcCidrBlock: ({ AssociationId = "" }, ctx) => {
      const { vpc, cidr } = network.removeCidr(ctx, AssociationId);
      const state = { State: "disassociated" } as const;
      return cidr.includes(":")
        ? {
            VpcId: vpc.vpcId,
            Ipv6CidrBlockAssociation: { AssociationId, Ipv6CidrBlock: cidr, Ipv6CidrBlockState: state },
          }
        : { VpcId: vpc.vpcId, CidrBlockAssociation: { AssociationId, CidrBlock: cidr, CidrBlockState: state } };
    },

    CreateSubnet: (input, ctx) => {
      if (input.CidrBlock === undefined) {
        throw new AwsError("MissingParameter", "Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided.");
      }
      const subnet = network.createSubnet(ctx, {
        vpcId: input.VpcId ?? "",
        cidr: input.CidrBlock,
        zone: input.AvailabilityZone,
        ipv6Cidr: input.Ipv6CidrBlock,
        tags: tagsFor(input.TagSpecifications, "subnet"),
      });
      return { Subnet: subnetView(ctx, subnet) };
    },
    ModifySubnetAttribute: ({ SubnetId = "", MapPublicIpOnLaunch, AssignIpv6AddressOnCreation }, ctx) => {
      const publicIps = flag(MapPublicIpOnLaunch);
      const ipv6Addresses = flag(AssignIpv6AddressOnCreation);
      onlyOne([publicIps, ipv6Addresses]);
      network.setSubnetAttributes(ctx, SubnetId, {
        ...(publicIps === undefined ? {} : { publicIps }),
        ...(ipv6Addresses === undefined ? {} : { ipv6Addresses }),
      });
      return {};
    },
    AssociateSubnetCidrBlock: ({ SubnetId = "", Ipv6CidrBlock }, ctx) => {
      if (Ipv6CidrBlock === undefined) {
        throw new AwsError("MissingParameter", "The request must contain the parameter ipv6CidrBlock");
      }
      const subnet = network.addSubnetIpv6(ctx, SubnetId, Ipv6CidrBlock);
      return { SubnetId, Ipv6CidrBlockAssociation: subnetView(ctx, subnet).Ipv6CidrBlockAssociationSet[0] };
    },
    DisassociateSubnetCidrBlock: ({ AssociationId = "" }, ctx) => {
      const { subnetId, ipv6Cidr } = network.removeSubnetIpv6(ctx, AssociationId);
      const state = { State: "disassociated" } as const;
      return {
        SubnetId: subnetId,
        Ipv6CidrBlockAssociation: { AssociationId, Ipv6CidrBlock: ipv6Cidr, Ipv6CidrBlockState: state },
      };
    },
    DeleteSubnet: ({ SubnetId = "" }, ctx) => {
      network.deleteSubnet(ctx, SubnetId);
      return {};
    },

    CreateInternetGateway: ({ TagSpecifications }, ctx) => ({
      InternetGateway: gatewayView(
        ctx,
        network.createInternetGateway(ctx, tagsFor(TagSpecifications, "internet-gateway")),
      ),
    }),
    DeleteInternetGateway: ({ InternetGatewayId = "" }, ctx) => {
      network.deleteInternetGateway(ctx, InternetGatewayId);
      return {};
    },
    AttachInternetGateway: ({ InternetGatewayId = "", VpcId = "" }, ctx) => {
      network.attachInternetGateway(ctx, InternetGatewayId, VpcId);
      return {};
    },
    DetachInternetGateway: ({ InternetGatewayId = "", VpcId = "" }, ctx) => {
      network.detachInternetGateway(ctx, InternetGatewayId, VpcId);
      return {};
    },
  } satisfies Handlers<"ec2">;
}
