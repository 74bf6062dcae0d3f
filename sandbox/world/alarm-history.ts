import { documentJson } from "./alarm-document";
import type { AlarmState } from "./alarm-evaluation";

export interface HistoryItem {
  readonly alarmName: string;
  readonly at: number;
  readonly type: "ConfigurationUpdate" | "StateUpdate" | "Action";
  readonly summary: string;
  /** JSON. */
  readonly data: string;
  /** A metric alarm without. */
  readonly alarmType?: "CompositeAlarm";
}

const KEPT_MS = 14 * 86_400_000;
const KEPT_ITEMS = 5000;

/** Adds an item and drops those past two weeks, and the oldest beyond a bound. */
export function remember(history: HistoryItem[], item: HistoryItem): void {
  history.push(item);
  const stale = history.findIndex((known) => known.at >= item.at - KEPT_MS);
  const drop = Math.max(stale, history.length - KEPT_ITEMS);
  if (drop > 0) history.splice(0, drop);
}

export interface ToldState {
  readonly value: AlarmState;
  readonly reason: string;
  readonly reasonData?: string | undefined;
}

export function stateUpdate(alarmName: string, at: number, from: ToldState, to: ToldState): HistoryItem {
  const told = ({ value, reason, reasonData }: ToldState) => ({
    stateValue: value,
    stateReason: reason,
    ...(reasonData === undefined ? {} : { stateReasonData: JSON.parse(reasonData) as unknown }),
  });
  return {
    alarmName,
    at,
    type: "StateUpdate",
    summary: `Alarm updated from ${from.value} to ${to.value}`,
    data: JSON.stringify({ version: "1.0", oldState: told(from), newState: told(to) }),
  };
}

export function configurationUpdate(
  alarmName: string,
  at: number,
  type: "Create" | "Update" | "Delete",
  alarm: unknown,
): HistoryItem {
  const verb = { Create: "created", Update: "updated", Delete: "deleted" }[type];
  return {
    alarmName,
    at,
    type: "ConfigurationUpdate",
    summary: `Alarm "${alarmName}" ${verb}`,
    data: documentJson({ version: "1.0", type, [`${verb}Alarm`]: alarm }),
  };
}

export function actionTaken(alarmName: string, at: number, stateAt: number, arn: string, error?: string): HistoryItem {
  return {
    alarmName,
    at,
    type: "Action",
    summary: error === undefined ? `Successfully executed action ${arn}` : `Failed to execute action ${arn}`,
    data: JSON.stringify({
      actionState: error === undefined ? "Succeeded" : "Failed",
      stateUpdateTimestamp: Math.floor(stateAt),
      notificationResource: arn,
      publishedMessage: null,
      error: error ?? null,
    }),
  };
}
