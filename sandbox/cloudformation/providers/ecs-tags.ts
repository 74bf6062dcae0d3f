import { tagChange } from "./fields";
import type { Call } from "./provider";

/** Brings an ECS resource's tags to what template and stack say now. */
export function retagEcs(call: Call, resourceArn: string): void {
  const { tools, ctx } = call;
  const { now, gone } = tagChange(call);
  if (gone.length > 0) tools.invoke("ecs", "UntagResource", { resourceArn, tagKeys: gone }, ctx);
  const tags = now.map(({ Key, Value }) => ({ key: Key, value: Value }));
  tools.invoke("ecs", "TagResource", { resourceArn, tags }, ctx);
}
