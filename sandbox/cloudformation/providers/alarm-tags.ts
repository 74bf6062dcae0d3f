import { mappings, tagChange, tagsOf } from "./fields";
import type { Call } from "./provider";

/** The ARN of an alarm, which GetAtt gives and tags are put on. */
export const alarmArn = ({ ctx, physicalId }: Pick<Call, "ctx" | "physicalId">): string =>
  `arn:aws:cloudwatch:${ctx.region}:${ctx.account}:alarm:${physicalId}`;

const plain = (tags: { Key: string; Value: string }[]) => tags.filter(({ Key }) => !Key.startsWith("aws:"));

/** The tags a new alarm is put with. */
export const alarmTags = (call: Call) => plain(tagsOf(call, mappings(call.properties, "Tags")));

/** Brings an alarm's tags to what template and stack say now; putting an alarm again leaves them as they are. */
export function retagAlarm(call: Call): void {
  const { tools, ctx } = call;
  const ResourceARN = alarmArn(call);
  const { now, gone } = tagChange(call);
  if (gone.length > 0) tools.invoke("monitoring", "UntagResource", { ResourceARN, TagKeys: gone }, ctx);
  const Tags = plain(now);
  if (Tags.length > 0) tools.invoke("monitoring", "TagResource", { ResourceARN, Tags }, ctx);
}
