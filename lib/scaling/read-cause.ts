export interface Cause {
  readonly change?: { from: number; to: number };
  readonly alarmName?: string;
  readonly policyName?: string;
}

const ALARM =
  /a monitor alarm (.+?) in state \S+ triggered policy (.+?) changing the desired capacity from (\d+) to (\d+)/;
const CAPACITY = /(?:changing the desired|increasing the|shrinking the) capacity from (\d+) to (\d+)/;

/**
 * What an Auto Scaling activity's Cause tells: the alarm and policy behind it, and what became of the capacity. The one
 * place that knows these sentences (aws-facts, section 3); one it does not know gives nothing.
 */
export function readCause(cause: string): Cause {
  const [, alarmName, policyName, from, to] = ALARM.exec(cause) ?? [];
  if (alarmName) return { alarmName, policyName, change: { from: Number(from), to: Number(to) } };
  const [, before, after] = CAPACITY.exec(cause) ?? [];
  return before === undefined ? {} : { change: { from: Number(before), to: Number(after) } };
}
