import { tagChange } from "./fields";
import type { Call } from "./provider";

/** Brings a load balancer's or target group's tags to what template and stack say now. */
export function retagElb(call: Call): void {
  const { tools, ctx, physicalId } = call;
  const { now, gone } = tagChange(call);
  const ResourceArns = [physicalId];
  if (gone.length > 0) tools.invoke("elasticloadbalancing", "RemoveTags", { ResourceArns, TagKeys: gone }, ctx);
  tools.invoke("elasticloadbalancing", "AddTags", { ResourceArns, Tags: now }, ctx);
}
