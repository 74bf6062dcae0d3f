import type { Place } from "@/lib/place";
import type { Alarm, ScalingGroup } from "@/lib/scaling/types";
import type { StackFacts } from "@/lib/stacks/types";
import { healthOf } from "./health";
import type { Located } from "./locate";
import type { FleetRow, ServiceFacts } from "./types";
import { versionOf } from "./version";

export interface FleetRowInputs {
  readonly place: Place;
  readonly stack: StackFacts;
  readonly where: Located | null;
  readonly service: ServiceFacts | null;
  /** False when ECS could not be asked: nothing is said of the service then. */
  readonly serviceKnown: boolean;
  readonly image?: string;
  readonly group: ScalingGroup | null;
  /** null when CloudWatch could not be asked. */
  readonly alarms: readonly Alarm[] | null;
  /** A point a minute, newest last. */
  readonly cpu: readonly (number | null)[];
}

/** One row of the fleet page. Pure. */
export function fleetRow(inputs: FleetRowInputs): FleetRow {
  const { place, stack, where, service, image, group, alarms, cpu } = inputs;
  const unread = where !== null && !inputs.serviceKnown;
  return {
    account: place.account,
    region: place.region,
    stack: stack.name,
    service: where?.service ?? stack.name,
    stage: stageOf(stack),
    health: unread
      ? { tone: "warn", words: "The service could not be read" }
      : healthOf({ stack, service, tasks: null, group, alarms: alarms ?? [] }),
    version: image ? versionOf(image) : undefined,
    runningTasks: service?.running ?? 0,
    desiredTasks: service?.desired ?? 0,
    instances: group ? { inService: group.inService, max: group.max } : undefined,
    cpu: spark(cpu),
    cpuNow: cpu.findLast((value) => value !== null) ?? null,
    alarms: alarms ? alarmWords(alarms) : { inAlarm: 0, total: 0, words: "Could not be read" },
    lastChangeAt: service?.deployments[0]?.createdAt ?? stack.updatedAt ?? stack.createdAt,
  };
}

/** Minutes to one point of a sparkline: sixty points are as many as it can show. */
const BUCKET = 3;

/** Averages of three minutes each, newest last. */
export function spark(cpu: readonly (number | null)[]): (number | null)[] {
  const points: (number | null)[] = [];
  for (let end = cpu.length; end > 0; end -= BUCKET) {
    const values = cpu.slice(Math.max(0, end - BUCKET), end).filter((value) => value !== null);
    const sum = values.reduce((total, value) => total + value, 0);
    points.push(values.length > 0 ? Math.round((sum / values.length) * 10) / 10 : null);
  }
  return points.reverse();
}

/** A `stage` parameter or tag, in any case ("Stage", "environment" too); "" when there is none. */
export function stageOf(stack: Pick<StackFacts, "parameters" | "tags">): string {
  for (const wanted of ["stage", "environment", "env"]) {
    const parameter = stack.parameters.find(({ key }) => key.toLowerCase() === wanted);
    if (parameter?.value) return parameter.value;
    const tag = stack.tags.find(({ key }) => key.toLowerCase() === wanted);
    if (tag?.value) return tag.value;
  }
  return "";
}

/** Alarms that drive scaling are told as what they do. */
export function alarmWords(alarms: readonly Alarm[]): FleetRow["alarms"] {
  const ringing = alarms.filter((alarm) => alarm.state === "ALARM");
  const words = ringing.map((alarm) =>
    alarm.direction === "out" ? "High: scaling out" : alarm.direction === "in" ? "Low: scaling in" : alarm.name,
  );
  const unknown = alarms.filter((alarm) => alarm.state === "INSUFFICIENT_DATA").length;
  const quiet = alarms.length === 0 ? "No alarms" : unknown === alarms.length ? "No data yet" : "Quiet";
  return { inAlarm: ringing.length, total: alarms.length, words: words.length > 0 ? words.join(", ") : quiet };
}
