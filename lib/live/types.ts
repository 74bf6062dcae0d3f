import type { PublicError } from "@/lib/errors";
import type { LogLine, LogState } from "@/lib/logs/types";
import type { Operation } from "@/lib/operations/types";
import type { Release } from "@/lib/releases/types";
import type { RollbackDecision } from "@/lib/rollback/types";
import type {
  Alarm,
  AlarmBand,
  ScalingActivity,
  ScalingGroup,
  ScalingPolicy,
  Series,
  ServiceScaling,
} from "@/lib/scaling/types";
import type { FleetRow, Health, RunningVersion, ServiceEvent, ServiceFacts, Task } from "@/lib/services/types";
import type { StackEvent, StackFacts, StackProgress, StackResource } from "@/lib/stacks/types";

/**
 * A part of a topic with its own age and error: with one API denied only its panel says so, and the rest goes on.
 * `data` is the last recorded value, kept while `error` is set; null before the first answer.
 */
export interface Part<T> {
  readonly data: T | null;
  /** The account's (AWS's) time of the last good answer, ms; 0 before it. */
  readonly at: number;
  readonly error: PublicError | null;
}

/** Topic `fleet`: every service of every account and Region. */
export interface FleetParts {
  readonly services: Part<readonly FleetRow[]>;
}

/** Topic `service/<account>/<region>/<stack>`: all a service's pages draw. */
export interface ServiceParts {
  readonly stack: Part<StackFacts>;
  readonly health: Part<Health>;
  readonly progress: Part<StackProgress | null>;
  readonly stackEvents: Part<readonly StackEvent[]>;
  readonly resources: Part<readonly StackResource[]>;
  readonly service: Part<ServiceFacts | null>;
  readonly versions: Part<readonly RunningVersion[]>;
  readonly tasks: Part<readonly Task[]>;
  readonly serviceEvents: Part<readonly ServiceEvent[]>;
  readonly series: Part<readonly Series[]>;
  readonly alarms: Part<readonly Alarm[]>;
  readonly alarmBands: Part<readonly AlarmBand[]>;
  readonly group: Part<ScalingGroup | null>;
  readonly policies: Part<readonly ScalingPolicy[]>;
  readonly activities: Part<readonly ScalingActivity[]>;
  /** How the number of tasks is scaled; null where nothing does (a DAEMON service, or none). */
  readonly taskScaling: Part<ServiceScaling | null>;
  /** The operation under way, or the last one. */
  readonly operation: Part<Operation | null>;
  readonly releases: Part<readonly Release[]>;
  readonly rollback: Part<RollbackDecision>;
}

/** Topic `logs/<account>/<region>/<stack>[?container=…&filter=…]`: appended, not replaced. */
export interface LogParts {
  readonly lines: Part<readonly LogLine[]>;
  readonly state: Part<LogState>;
}

/** Topic `budget`: share of the API budget used, per account and Region, 0–1. */
export interface BudgetParts {
  readonly budget: Part<
    readonly { account: string; region: string; used: number; throttled: boolean; topApi?: string }[]
  >;
}

export type TopicParts = FleetParts | ServiceParts | LogParts | BudgetParts;

/** What the server component draws and the stream goes on from. */
export interface Snapshot<P> {
  readonly topic: string;
  /** Where the stream resumes: valid on any replica and after a restart. */
  readonly cursor: string;
  /** The account's time when the snapshot was taken, ms. */
  readonly now: number;
  readonly parts: P;
}

/** One message of the SSE stream; several come as one JSON array per event. */
export type Frame =
  | {
      readonly type: "snapshot" | "reset";
      readonly topic: string;
      readonly cursor: string;
      readonly now: number;
      readonly parts: object;
    }
  /** Parts that changed, whole. */
  | {
      readonly type: "parts";
      readonly topic: string;
      readonly cursor: string;
      readonly now: number;
      readonly parts: object;
    }
  /** New log lines, oldest first; `skipped` counts lines a slow reader was not sent. */
  | {
      readonly type: "lines";
      readonly topic: string;
      readonly cursor: string;
      readonly now: number;
      readonly lines: readonly LogLine[];
      readonly skipped?: number;
    }
  | { readonly type: "error"; readonly topic: string; readonly error: PublicError }
  /** Keepalive: the account's time, so ages go on counting; `at` holds the new age of parts read again unchanged. */
  | {
      readonly type: "tick";
      readonly topic?: string;
      readonly now: number;
      readonly at?: Readonly<Record<string, number>>;
    };
