import type { PutMetricAlarmInput } from "@aws-sdk/client-cloudwatch";
import { alarmArn, alarmTags, retagAlarm } from "./alarm-tags";
import { physicalName, picked, text, typed } from "./fields";
import { type Call, type Provider, quietly } from "./provider";

const NUMBERS = new Set(["Period", "EvaluationPeriods", "DatapointsToAlarm", "Threshold", "EvaluationInterval"]);
const FLAGS = new Set(["ActionsEnabled", "ReturnData"]);

/** The template's names are the API's own. */
function put(call: Call, more: Pick<PutMetricAlarmInput, "AlarmName" | "Tags">): void {
  const { AlarmName: _, Tags: __, ...rest } = call.properties;
  const input = { ...(typed(rest, NUMBERS, FLAGS) as Partial<PutMetricAlarmInput>), ...more };
  call.tools.invoke("monitoring", "PutMetricAlarm", input as PutMetricAlarmInput, call.ctx);
}

/** AWS::CloudWatch::Alarm. Ref is the name. An update keeps the alarm's state. */
export const alarm: Provider = {
  create(call) {
    const name = text(call.properties, "AlarmName") ?? physicalName(call);
    put(call, { AlarmName: name, Tags: alarmTags(call) });
    return name;
  },
  update(call) {
    put(call, { AlarmName: call.physicalId });
    retagAlarm(call);
  },
  delete({ tools, ctx, physicalId }) {
    quietly(() => tools.invoke("monitoring", "DeleteAlarms", { AlarmNames: [physicalId] }, ctx));
  },
  actual({ tools, ctx, physicalId }) {
    const found = tools.invoke("monitoring", "DescribeAlarms", { AlarmNames: [physicalId] }, ctx).MetricAlarms?.[0];
    return (
      found &&
      picked(
        found,
        "ActionsEnabled AlarmActions AlarmDescription AlarmName ComparisonOperator DatapointsToAlarm Dimensions EvaluationPeriods ExtendedStatistic InsufficientDataActions MetricName Metrics Namespace OKActions Period Statistic Threshold TreatMissingData Unit",
      )
    );
  },
  read: (call) => ({ Arn: alarmArn(call) }),
};
