import type { ResourceType, TagSpecification } from "@aws-sdk/client-ec2";
import { mappings, tagChange, tagsOf } from "./fields";
import type { Call } from "./provider";

/** The tags a create call of EC2 takes. */
export const tagSpecifications = (call: Call, type: ResourceType): TagSpecification[] => [
  { ResourceType: type, Tags: tagsOf(call, mappings(call.properties, "Tags")) },
];

/** Brings an EC2 resource's tags from what they were to what template and stack say now. */
export function retag(call: Call): void {
  const { tools, ctx, physicalId } = call;
  const { now, gone } = tagChange(call);
  if (gone.length > 0) {
    tools.invoke("ec2", "DeleteTags", { Resources: [physicalId], Tags: gone.map((Key) => ({ Key })) }, ctx);
  }
  tools.invoke("ec2", "CreateTags", { Resources: [physicalId], Tags: now }, ctx);
}
