import type { InternetGateway } from "@aws-sdk/client-ec2";
import { PlainFailure } from "../operation/reason";
import { retag, tagSpecifications } from "./ec2-tags";
import { ownTags, text } from "./fields";
import { type Call, type Provider, quietly } from "./provider";

const describe = ({ tools, ctx }: Call, id: string): InternetGateway | undefined =>
  tools.invoke("ec2", "DescribeInternetGateways", { InternetGatewayIds: [id] }, ctx).InternetGateways?.[0];

/** AWS::EC2::InternetGateway. Ref is the id. */
export const internetGateway: Provider = {
  create(call) {
    const input = { TagSpecifications: tagSpecifications(call, "internet-gateway") };
    return call.tools.invoke("ec2", "CreateInternetGateway", input, call.ctx).InternetGateway?.InternetGatewayId ?? "";
  },
  update: retag,
  delete({ tools, ctx, physicalId }) {
    quietly(() => tools.invoke("ec2", "DeleteInternetGateway", { InternetGatewayId: physicalId }, ctx));
  },
  actual(call) {
    const found = describe(call, call.physicalId);
    return found && { Tags: ownTags(call, found.Tags) };
  },
  read: ({ physicalId }) => ({ InternetGatewayId: physicalId }),
};

const ends = ({ properties }: Pick<Call, "properties">) => ({
  InternetGatewayId: text(properties, "InternetGatewayId") ?? "",
  VpcId: text(properties, "VpcId") ?? "",
});

/** AWS::EC2::VPCGatewayAttachment of an internet gateway. Ref is `IGW|<VPC id>`. */
export const gatewayAttachment: Provider = {
  create(call) {
    if (text(call.properties, "VpnGatewayId") !== undefined) {
      throw new PlainFailure("The sandbox attaches internet gateways, not VPN gateways.");
    }
    call.tools.invoke("ec2", "AttachInternetGateway", ends(call), call.ctx);
    return `IGW|${ends(call).VpcId}`;
  },
  update(call) {
    call.tools.invoke("ec2", "DetachInternetGateway", ends({ properties: call.before }), call.ctx);
    call.tools.invoke("ec2", "AttachInternetGateway", ends(call), call.ctx);
  },
  delete(call) {
    quietly(() => call.tools.invoke("ec2", "DetachInternetGateway", ends(call), call.ctx));
  },
  actual(call) {
    const { InternetGatewayId, VpcId } = ends(call);
    const attached = describe(call, InternetGatewayId)?.Attachments?.some((one) => one.VpcId === VpcId);
    return attached ? { InternetGatewayId, VpcId } : undefined;
  },
  read: () => ({ AttachmentType: "IGW" }),
};
