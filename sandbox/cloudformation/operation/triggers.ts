import { contextOf } from "../deployment";
import { mappings, number, text } from "../providers/fields";
import type { Environment } from "./environment";

const LOOK_EVERY = 5000;
const MINUTE = 60_000;

const triggersOf = ({ stack }: Environment) =>
  mappings(stack.rollbackConfiguration, "RollbackTriggers").map((one) => text(one, "Arn") ?? "");

/** How long the stack is watched once all its resources are deployed, in ms. Alarms' periods pass at their own pace, so this does too. */
export const monitoringTime = ({ stack }: Environment): number =>
  (number(stack.rollbackConfiguration, "MonitoringTimeInMinutes") ?? 0) * MINUTE;

/** Plans the next look at the alarms, when the operation has any to look at. */
export function watchTriggers(environment: Environment): void {
  const { tools, stack, operation } = environment;
  if (triggersOf(environment).length === 0) return;
  tools.kernel.schedule("cloudformation:triggers", LOOK_EVERY, { stackId: stack.stackId, operationId: operation.id });
}

/**
 * Why the alarms stop the operation, or undefined: one that is missing, or one that went into ALARM since it began
 * [RollbackTrigger]. The texts are the sandbox's own; AWS's were not found.
 */
export function triggered(environment: Environment): string | undefined {
  const { tools, stack, operation } = environment;
  for (const arn of triggersOf(environment)) {
    const name = arn.slice(arn.indexOf(":alarm:") + ":alarm:".length);
    const found = tools.invoke("monitoring", "DescribeAlarms", { AlarmNames: [name] }, contextOf(tools, stack.stackId));
    const alarm = found.MetricAlarms?.[0];
    if (!alarm) return `Rollback Trigger [${arn}] does not exist.`;
    const since = alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp;
    if (alarm.StateValue === "ALARM" && (since?.getTime() ?? 0) >= operation.startedAt) {
      return `Rollback Trigger [${arn}] went into ALARM state.`;
    }
  }
  return undefined;
}
