import { AwsError } from "../wire/handler";
import { compositeDocument } from "./alarm-document";
import type { AlarmState } from "./alarm-evaluation";
import { actionTaken, configurationUpdate, type HistoryItem, stateUpdate, type ToldState } from "./alarm-history";
import type { CompositeAlarm, CompositeConfig } from "./alarm-records";
import { UNCHECKED, zoned } from "./alarm-texts";
import type { Alarms } from "./alarms";
import { type CompositeRule, parseRule, RuleError } from "./composite-rule";
import type { Kernel } from "./kernel";
import type { Place } from "./seams";
import { createShelf, type Tags } from "./shelf";

/** What a rule may name: a metric alarm or another composite one. */
interface Child {
  readonly arn: string;
  readonly state: AlarmState;
  readonly stateUpdatedAt: number;
}

export type CompositeAlarms = ReturnType<typeof createCompositeAlarms>;

/** Composite alarms: looked at anew whenever one of their children changes its state; they notify, and scale nothing. */
export function createCompositeAlarms(kernel: Kernel, alarms: Alarms) {
  const shelf = createShelf(kernel, "alarms.composite", () => ({}) as Record<string, CompositeAlarm>);
  const find = (place: Place, name: string): CompositeAlarm | undefined =>
    Object.hasOwn(shelf(place), name) ? shelf(place)[name] : undefined;
  const note = (place: Place, item: HistoryItem) => alarms.note(place, { ...item, alarmType: "CompositeAlarm" });

  const child = (place: Place, written: string): Child | undefined => {
    const name = written.startsWith("arn:") ? written.split(":").slice(6).join(":") : written;
    return alarms.find(place, name) ?? find(place, name);
  };
  const verdict = (place: Place, rule: CompositeRule): AlarmState =>
    rule.isTrue((name) => child(place, name)?.state) ? "ALARM" : "OK";

  const change = (place: Place, alarm: CompositeAlarm, to: ToldState) => {
    const from = { value: alarm.state, reason: alarm.reason, reasonData: alarm.reasonData };
    Object.assign(alarm, {
      state: to.value,
      reason: to.reason,
      reasonData: to.reasonData,
      stateUpdatedAt: kernel.now(),
    });
    note(place, stateUpdate(alarm.config.name, kernel.now(), from, to));
    const { config } = alarm;
    const actions = {
      ALARM: config.alarmActions,
      OK: config.okActions,
      INSUFFICIENT_DATA: config.insufficientDataActions,
    };
    for (const arn of config.actionsEnabled ? actions[to.value] : []) {
      note(place, actionTaken(config.name, kernel.now() + 40, kernel.now(), arn));
    }
    follow(place, alarm);
  };

  /** Looks at every composite alarm that names the one that changed. */
  const follow = (place: Place, changed: Child) => {
    for (const alarm of Object.values(shelf(place))) {
      const rule = parseRule(alarm.config.rule);
      if (!rule.alarms.some((name) => child(place, name)?.arn === changed.arn)) continue;
      const value = verdict(place, rule);
      if (value === alarm.state) continue;
      const at = longTime(changed.stateUpdatedAt);
      const reason = `${changed.arn} transitioned to ${changed.state} at ${at}`;
      change(place, alarm, { value, reason, reasonData: triggering(place, rule, value, changed) });
    }
  };
  alarms.onChange(follow);

  /** The children the state comes from: for ALARM those in ALARM, else the one that changed. */
  const triggering = (place: Place, rule: CompositeRule, value: AlarmState, changed?: Child): string => {
    const children = rule.alarms.flatMap((name) => child(place, name) ?? []);
    const causes =
      value === "ALARM" ? children.filter(({ state }) => state === "ALARM") : changed ? [changed] : children;
    return JSON.stringify({
      triggeringAlarms: causes.map(({ arn, state, stateUpdatedAt }) => ({
        arn,
        state: { value: state, timestamp: zoned(stateUpdatedAt) },
      })),
    });
  };

  /** Every alarm below one, by ARN. */
  const below = (place: Place, rule: CompositeRule, seen = new Set<string>()): Set<string> => {
    for (const name of rule.alarms) {
      const known = child(place, name);
      if (!known || seen.has(known.arn)) continue;
      seen.add(known.arn);
      if ("config" in known && "rule" in (known as CompositeAlarm).config) {
        below(place, parseRule((known as CompositeAlarm).config.rule), seen);
      }
    }
    return seen;
  };

  return {
    find,
    /** By name. */
    list: (place: Place): CompositeAlarm[] =>
      Object.values(shelf(place)).sort((a, b) => (a.config.name < b.config.name ? -1 : 1)),
    /** The ARNs of the alarms its rule names. */
    childrenOf: (place: Place, { config }: CompositeAlarm): string[] =>
      parseRule(config.rule).alarms.flatMap((name) => child(place, name)?.arn ?? []),

    /** Makes a composite alarm, or changes one and keeps its state. Throws ValidationError. */
    put(place: Place, config: CompositeConfig, tags: Tags = {}): void {
      const rule = readRule(config.rule);
      const arn = `arn:aws:cloudwatch:${place.region}:${place.account}:alarm:${config.name}`;
      if (alarms.find(place, config.name)) throw refused("An alarm of another type has this name.");
      const missing = rule.alarms.filter((name) => !child(place, name));
      if (missing.length > 0) {
        throw refused(
          `Could not save the composite alarm as alarms [${missing.join(", ")}] in the alarm rule do not exist`,
        );
      }
      if (below(place, rule).has(arn)) throw refused("The alarm rule must not refer to the alarm itself.");
      const known = find(place, config.name);
      if (known) {
        Object.assign(known, { config, configuredAt: kernel.now() });
        note(place, configurationUpdate(config.name, kernel.now(), "Update", compositeDocument(known)));
        const value = verdict(place, rule);
        const reason = `${arn} was updated and its alarm rule evaluates to ${value}`;
        if (value !== known.state) change(place, known, { value, reason, reasonData: triggering(place, rule, value) });
        return;
      }
      const now = kernel.now();
      const made: CompositeAlarm = {
        config,
        arn,
        configuredAt: now,
        state: "INSUFFICIENT_DATA",
        reason: UNCHECKED,
        stateUpdatedAt: now,
        tags,
      };
      shelf(place)[config.name] = made;
      note(place, configurationUpdate(config.name, now, "Create", compositeDocument(made)));
      const value = verdict(place, rule);
      const reason = `${arn} was created and its alarm rule evaluates to ${value}`;
      change(place, made, { value, reason, reasonData: triggering(place, rule, value) });
    },

    remove(place: Place, name: string): void {
      const alarm = find(place, name);
      if (!alarm) return;
      delete shelf(place)[name];
      note(place, configurationUpdate(name, kernel.now(), "Delete", compositeDocument(alarm)));
    },

    /** Puts an alarm into a state by hand, until one of its children changes. */
    force(place: Place, alarm: CompositeAlarm, to: ToldState): void {
      if (to.value !== alarm.state) change(place, alarm, to);
    },

    enableActions(alarm: CompositeAlarm, enabled: boolean): void {
      alarm.config = { ...alarm.config, actionsEnabled: enabled };
    },
  };
}

const refused = (message: string) => new AwsError("ValidationError", message);

function readRule(text: string): CompositeRule {
  try {
    return parseRule(text);
  } catch (error) {
    throw error instanceof RuleError ? refused(error.message) : error;
  }
}

/** `Friday 22 July, 2022 15:57:45 UTC` */
function longTime(at: number): string {
  const part = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", ...options }).format(at);
  const [weekday, month] = [part({ weekday: "long" }), part({ month: "long" })];
  const iso = new Date(at).toISOString();
  return `${weekday} ${iso.slice(8, 10)} ${month}, ${iso.slice(0, 4)} ${iso.slice(11, 19)} UTC`;
}
