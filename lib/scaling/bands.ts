import type { Alarm, AlarmBand, AlarmState } from "./types";

interface Change {
  readonly alarm: string;
  readonly at: number;
  readonly from: AlarmState;
  readonly to: AlarmState;
  readonly reason?: string;
}

/** An alarm's states as stretches of time from `from` (ms) on, oldest first; the last one is open. Pure. */
export function alarmBands(
  alarm: Pick<Alarm, "name" | "state" | "stateReason">,
  changes: readonly Change[],
  from: number,
): AlarmBand[] {
  const own = changes.filter((change) => change.alarm === alarm.name && change.at >= from);
  const [first] = own;
  if (!first) return [{ alarm: alarm.name, state: alarm.state, from, reason: alarm.stateReason }];
  const bands: AlarmBand[] = [{ alarm: alarm.name, state: first.from, from, to: first.at }];
  own.forEach((change, index) => {
    bands.push({
      alarm: alarm.name,
      state: change.to,
      from: change.at,
      to: own[index + 1]?.at,
      reason: change.reason,
    });
  });
  return bands;
}
