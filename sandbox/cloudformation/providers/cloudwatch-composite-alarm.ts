import type { PutCompositeAlarmInput } from "@aws-sdk/client-cloudwatch";
import { alarmArn, alarmTags, retagAlarm } from "./alarm-tags";
import { physicalName, picked, text, typed } from "./fields";
import { type Call, type Provider, quietly } from "./provider";

const NUMBERS = new Set(["ActionsSuppressorExtensionPeriod", "ActionsSuppressorWaitPeriod"]);

function put(call: Call, more: Pick<PutCompositeAlarmInput, "AlarmName" | "Tags">): void {
  const { AlarmName: _, Tags: __, ...rest } = call.properties;
  const input = typed(rest, NUMBERS, new Set(["ActionsEnabled"])) as Partial<PutCompositeAlarmInput>;
  const AlarmRule = text(call.properties, "AlarmRule") ?? "";
  call.tools.invoke("monitoring", "PutCompositeAlarm", { ...input, AlarmRule, ...more }, call.ctx);
}

/** AWS::CloudWatch::CompositeAlarm. Ref is the name. */
export const compositeAlarm: Provider = {
  create(call) {
    const AlarmName = text(call.properties, "AlarmName") ?? physicalName(call);
    put(call, { AlarmName, Tags: alarmTags(call) });
    return AlarmName;
  },
  update(call) {
    put(call, { AlarmName: call.physicalId });
    retagAlarm(call);
  },
  delete({ tools, ctx, physicalId }) {
    quietly(() => tools.invoke("monitoring", "DeleteAlarms", { AlarmNames: [physicalId] }, ctx));
  },
  actual({ tools, ctx, physicalId }) {
    const input = { AlarmNames: [physicalId], AlarmTypes: ["CompositeAlarm" as const] };
    const found = tools.invoke("monitoring", "DescribeAlarms", input, ctx).CompositeAlarms?.[0];
    return (
      found &&
      picked(
        found,
        "ActionsEnabled AlarmActions AlarmDescription AlarmName AlarmRule InsufficientDataActions OKActions",
      )
    );
  },
  read: (call) => ({ Arn: alarmArn(call) }),
};
