import { alarmDocument } from "./alarm-document";
import { type AlarmRule, type AlarmState, evaluate, evaluationRange } from "./alarm-evaluation";
import { actionTaken, configurationUpdate, type HistoryItem, remember, stateUpdate } from "./alarm-history";
import type { Alarm, AlarmConfig } from "./alarm-records";
import { type EvaluatedPoint, stateReason, stateReasonData, UNCHECKED } from "./alarm-texts";
import type { Kernel } from "./kernel";
import { metricData } from "./metric-queries";
import type { MetricQuery } from "./metric-query";
import { MINUTE, statistic } from "./metric-series";
import type { Metrics } from "./metrics";
import type { AlarmActions, Place } from "./seams";
import { createShelf, plainPlace, type Tags } from "./shelf";
import { stableFraction } from "./stable-id";

export type { Alarm, AlarmConfig } from "./alarm-records";

interface Kept {
  alarms: Record<string, Alarm>;
  history: HistoryItem[];
}

export type Alarms = ReturnType<typeof createAlarms>;
type Ref = Place & { name: string; id: string };

/**
 * Metric alarms: each is evaluated once a minute, at a second of its own, over the newest published minutes; a change of
 * state runs its actions and is remembered, and Auto Scaling policies are told again at every evaluation in ALARM.
 */
export function createAlarms(kernel: Kernel, metrics: Metrics, actions: AlarmActions) {
  const shelf = createShelf(kernel, "alarms", (): Kept => ({ alarms: {}, history: [] }));
  const find = (place: Place, name: string): Alarm | undefined => {
    const { alarms } = shelf(place);
    return Object.hasOwn(alarms, name) ? alarms[name] : undefined;
  };
  const listeners: ((place: Place, alarm: Alarm) => void)[] = [];
  const note = (place: Place, item: HistoryItem) => remember(shelf(place).history, item);

  kernel.on<Ref>("alarm.evaluate", ({ name, id, ...place }) => {
    const alarm = find(place, name);
    if (alarm?.id !== id) return;
    check(place, alarm);
    plan(place, alarm);
  });

  /** The alarm's second of the minute, late enough for the minute before to be published. */
  const plan = (place: Place, alarm: Alarm) => {
    const second = 28_000 + stableFraction(alarm.arn) * 20_000;
    const next = Math.floor((kernel.now() - second) / MINUTE + 1) * MINUTE + second;
    kernel.scheduleAt("alarm.evaluate", next, { ...plainPlace(place), name: alarm.config.name, id: alarm.id });
  };

  /** The windows of the evaluation range, oldest first. */
  const look = (place: Place, { config }: Alarm): EvaluatedPoint[] => {
    const periodMs = Math.max(config.periodSeconds * 1000, MINUTE);
    const count = evaluationRange(config.evaluationPeriods);
    const to = metrics.publishedUntil();
    const from = to - count * periodMs;
    const found = config.metrics
      ? calculated(place, config.metrics, { from, to })
      : measured(place, config, { from, to, periodMs });
    return Array.from({ length: count }, (_, index) => {
      const at = from + index * periodMs;
      return found.get(at) ?? { at };
    });
  };

  const measured = (place: Place, config: AlarmConfig, range: { from: number; to: number; periodMs: number }) => {
    const { namespace, metricName: name, dimensions, unit } = config;
    const read = statistic(config.statistic);
    const buckets = metrics.windows(place, { namespace, name, dimensions }, { ...range, unit });
    return new Map(
      buckets.map((one): [number, EvaluatedPoint] => [
        one.at,
        { at: one.at, value: read?.(one) ?? 0, sampleCount: one.count },
      ]),
    );
  };

  /** An expression that cannot be calculated has no points. */
  const calculated = (place: Place, queries: readonly MetricQuery[], range: { from: number; to: number }) => {
    const { results } = metricData(metrics, place, {
      ...range,
      queries,
      newestFirst: false,
      maxPoints: 100_000,
      offset: 0,
    });
    const [{ at = [], values = [] } = {}] = results;
    return new Map(at.map((time, index): [number, EvaluatedPoint] => [time, { at: time, value: values[index] ?? 0 }]));
  };

  const check = (place: Place, alarm: Alarm) => {
    const points = look(place, alarm);
    const rule = ruleOf(alarm.config);
    const verdict = evaluate(
      rule,
      points.map((point) => point.value),
    );
    const asked = points.slice(-rule.evaluationPeriods);
    const facts = { ...alarm.config, now: kernel.now() };
    if (verdict !== "keep" && verdict !== alarm.state) {
      const reason = stateReason(rule, alarm.state, verdict, points);
      change(place, alarm, { value: verdict, reason, reasonData: stateReasonData(facts, asked) }, points);
    } else if (alarm.state === "ALARM") {
      for (const arn of alarm.config.alarmActions.filter(isScaling)) run(place, alarm, arn, "ALARM", points, false);
    }
  };

  const change = (
    place: Place,
    alarm: Alarm,
    to: { value: AlarmState; reason: string; reasonData?: string | undefined },
    points: readonly EvaluatedPoint[],
  ) => {
    const from = { value: alarm.state, reason: alarm.reason, reasonData: alarm.reasonData };
    alarm.state = to.value;
    alarm.reason = to.reason;
    alarm.reasonData = to.reasonData;
    alarm.stateUpdatedAt = kernel.now();
    note(place, stateUpdate(alarm.config.name, kernel.now(), from, to));
    for (const tell of listeners) tell(place, alarm);
    for (const arn of actionsOf(alarm.config, to.value)) run(place, alarm, arn, from.value, points, true);
  };

  const run = (
    place: Place,
    alarm: Alarm,
    arn: string,
    oldState: AlarmState,
    points: readonly EvaluatedPoint[],
    noted: boolean,
  ) => {
    const { config } = alarm;
    if (!config.actionsEnabled) return;
    // Nobody listens to a topic in here, so a notification always arrives.
    const outcome: { succeeded: boolean; error?: string } = isScaling(arn)
      ? actions.fire(place, arn, {
          alarmName: config.name,
          alarmArn: alarm.arn,
          ...(config.description === undefined ? {} : { description: config.description }),
          oldState,
          newState: alarm.state,
          at: kernel.now(),
          threshold: config.threshold,
          value: points.findLast((point) => point.value !== undefined)?.value ?? config.threshold,
          metricName: config.metricName,
          namespace: config.namespace,
          dimensions: config.dimensions,
        })
      : { succeeded: true };
    if (!noted) return;
    const error = outcome.succeeded ? undefined : (outcome.error ?? "The action failed");
    note(place, actionTaken(config.name, kernel.now() + 40, alarm.stateUpdatedAt, arn, error));
  };

  return {
    find,
    /** Adds an item to the place's history. */
    note,
    /** Calls `tell` after each change of an alarm's state. */
    onChange: (tell: (place: Place, alarm: Alarm) => void): void => {
      listeners.push(tell);
    },
    /** By name. */
    list: (place: Place): Alarm[] =>
      Object.values(shelf(place).alarms).sort((a, b) => (a.config.name < b.config.name ? -1 : 1)),
    /** Oldest first. */
    history: (place: Place): readonly HistoryItem[] => shelf(place).history,

    /** Makes an alarm, or changes one and keeps its state. */
    put(place: Place, config: AlarmConfig, tags: Tags = {}) {
      const known = find(place, config.name);
      if (known) {
        known.config = config;
        known.configuredAt = kernel.now();
        note(place, configurationUpdate(config.name, kernel.now(), "Update", alarmDocument(known)));
        return;
      }
      const alarm: Alarm = {
        config,
        arn: `arn:aws:cloudwatch:${place.region}:${place.account}:alarm:${config.name}`,
        id: kernel.hex(12),
        configuredAt: kernel.now(),
        state: "INSUFFICIENT_DATA",
        reason: UNCHECKED,
        stateUpdatedAt: kernel.now(),
        tags,
      };
      shelf(place).alarms[config.name] = alarm;
      note(place, configurationUpdate(config.name, kernel.now(), "Create", alarmDocument(alarm)));
      plan(place, alarm);
    },

    remove(place: Place, name: string) {
      const alarm = find(place, name);
      if (!alarm) return;
      delete shelf(place).alarms[name];
      note(place, configurationUpdate(name, kernel.now(), "Delete", alarmDocument(alarm)));
    },

    /** Puts an alarm into a state by hand, until its next evaluation says otherwise. */
    force(place: Place, alarm: Alarm, to: { value: AlarmState; reason: string; reasonData?: string | undefined }) {
      if (to.value !== alarm.state) change(place, alarm, to, look(place, alarm));
    },

    enableActions(alarm: Alarm, enabled: boolean) {
      alarm.config = { ...alarm.config, actionsEnabled: enabled };
    },
  };
}

const isScaling = (arn: string): boolean => arn.startsWith("arn:aws:autoscaling:");

function actionsOf(config: AlarmConfig, state: AlarmState): readonly string[] {
  if (state === "ALARM") return config.alarmActions;
  return state === "OK" ? config.okActions : config.insufficientDataActions;
}

function ruleOf(config: AlarmConfig): AlarmRule {
  return {
    comparison: config.comparison,
    threshold: config.threshold,
    evaluationPeriods: config.evaluationPeriods,
    datapointsToAlarm: config.datapointsToAlarm ?? config.evaluationPeriods,
    treatMissingData: config.treatMissingData ?? "missing",
  };
}
