import type { ResourceType, TagSpecification } from "@aws-sdk/client-ec2";
import { mappings, tagsOf } from "./fields";
import type { Call } from "./provider";

const wanted = (call: Call) => tagsOf(call, mappings(call.properties, "Tags"));

/** The tags a create call of EC2 takes. */
export const tagSpecifications = (call: Call, type: ResourceType): TagSpecification[] => [
  { ResourceType: type, Tags: wanted(call) },
];

/** Brings an EC2 resource's tags from what they were to what template and stack say now. */
export function retag(call: Call): void {
  const { tools, ctx, physicalId, before } = call;
  const now = wanted(call);
  const had = [...call.tagsBefore, ...mappings(before, "Tags")].map((tag) => String(tag.Key));
  const gone = had.filter((key) => now.every((tag) => tag.Key !== key));
  if (gone.length > 0) {
    tools.invoke("ec2", "DeleteTags", { Resources: [physicalId], Tags: gone.map((Key) => ({ Key })) }, ctx);
  }
  tools.invoke("ec2", "CreateTags", { Resources: [physicalId], Tags: now }, ctx);
}
