import type { Operation } from "@/lib/operations/types";
import type { StackRef } from "@/lib/place";
import type { Release } from "@/lib/releases/types";
import type { RollbackDecision } from "@/lib/rollback/types";
import type { ServiceFacts, Task } from "@/lib/services/types";
import type { StackEvent, StackFacts, StackResource } from "@/lib/stacks/types";
import type { Frame, Snapshot, TopicParts } from "./types";

export interface ReadOptions {
  /** Parts older than this are read again first (ms). Default: as the topic's own pace has them. */
  readonly maxAgeMs?: number;
  /** Answers after this long with what there is, last recorded values included (ms, default 900). */
  readonly deadlineMs?: number;
}

export interface SubscribeOptions {
  /** Where the listener's frames ended, from a snapshot or frame; without it a `snapshot` frame comes first. */
  readonly cursor?: string;
  readonly signal: AbortSignal;
}

/** One poller per topic and process, shared by all who look. */
export interface Hub {
  /** Never rejects because AWS does: a part carries its own error. Rejects `not_found` for a topic that cannot be. */
  read<P extends TopicParts>(topic: string, options?: ReadOptions): Promise<Snapshot<P>>;
  /** Frames from the cursor on, until the signal aborts. */
  subscribe(topic: string, options: SubscribeOptions): AsyncIterable<Frame>;
  /** Something about this topic just changed (an operation's state, a click): read all its parts again now. */
  touch(topic: string): void;
  /** Topics that are polled now, with how many listen. */
  watched(): readonly { topic: string; viewers: number }[];
  /** Ends all streams and pollers. */
  close(): Promise<void>;
}

/** A part as it was last seen; `at` is the account's time of the answer, ms. */
export interface RecordedPart {
  readonly part: string;
  readonly at: number;
  readonly data: unknown;
}

/** Last recorded values, for the first second when AWS does not answer (`lib/db/last-values.ts`). */
export interface LastValues {
  save(topic: string, parts: readonly RecordedPart[]): Promise<void>;
  read(topic: string): Promise<readonly RecordedPart[]>;
}

/** What is known of a stack when its rollback is planned. */
export interface RollbackBasis {
  readonly stack: StackFacts | null;
  readonly operation: Operation | null;
  readonly releases: readonly Release[];
  readonly service: ServiceFacts | null;
  readonly tasks: readonly Task[];
  readonly resources: readonly StackResource[];
  readonly stackEvents: readonly StackEvent[];
}

/** What the hub asks of the parts that know releases and operations. */
export interface HubSources {
  /** The operation under way, or the last one. */
  operationFor(ref: StackRef): Promise<Operation | null>;
  /** Newest first. */
  releasesFor(ref: StackRef): Promise<readonly Release[]>;
  rollbackFor(ref: StackRef, basis: RollbackBasis): Promise<RollbackDecision | null>;
}
