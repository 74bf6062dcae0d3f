export interface Cause {
  readonly change?: { from: number; to: number };
  readonly alarmName?: string;
  readonly policyName?: string;
}

const ALARM =
  /a monitor alarm (.+?) in state \S+ triggered policy (.+?) changing the desired capacity from (\d+) to (\d+)/;
/** Application Auto Scaling's, which tells no capacity. */
const SERVICE_ALARM = /^monitor alarm (.+?) in state \S+ triggered policy (.+)$/;
const CAPACITY = /(?:changing the desired|increasing the|shrinking the) capacity from (\d+) to (\d+)/;

/**
 * What an activity's Cause tells, of EC2 or of Application Auto Scaling: the alarm and policy behind it, and what became
 * of the capacity. The one place that knows these sentences (aws-facts, section 3); one it does not know gives nothing.
 */
export function readCause(cause: string): Cause {
  const [, alarmName, policyName, from, to] = ALARM.exec(cause) ?? [];
  if (alarmName) return { alarmName, policyName, change: { from: Number(from), to: Number(to) } };
  const [, serviceAlarm, servicePolicy] = SERVICE_ALARM.exec(cause) ?? [];
  if (serviceAlarm) return { alarmName: serviceAlarm, policyName: servicePolicy };
  const [, before, after] = CAPACITY.exec(cause) ?? [];
  return before === undefined ? {} : { change: { from: Number(before), to: Number(after) } };
}

/** "Setting desired count to 4." of Application Auto Scaling's Description. */
export function readDesiredCount(description: string): number | undefined {
  const [, count] = /^Setting desired count to (\d+)\./.exec(description) ?? [];
  return count === undefined ? undefined : Number(count);
}
