import "server-only";
import type { AuditChain } from "@/lib/audit/verify";
import type { Attempts } from "@/lib/auth/attempts";
import type { Aws } from "@/lib/aws/client";
import type { Clock } from "@/lib/clock";
import type { Config } from "@/lib/config";
import type { Database } from "@/lib/db/client";
import type { Hub } from "@/lib/live/hub";
import type { Streams } from "@/lib/live/streams";
import type { OperationRunner } from "@/lib/operations/runner";

/** The console process's mutable singletons. Next bundles modules several times, so they live on globalThis. */
export interface Runtime {
  readonly config: Config;
  readonly clock: Clock;
  readonly db: Database;
  readonly aws: Aws;
  readonly hub: Hub;
  readonly operations: OperationRunner;
  /** Sign-ins with a password, counted. */
  readonly attempts: Attempts;
  readonly streams: Streams;
  readonly auditChain: AuditChain;
}

const KEY = Symbol.for("slipway.runtime");
type Holder = { [KEY]?: Runtime };

/** Set once by instrumentation.ts before the first request. */
export function setRuntime(made: Runtime): void {
  (globalThis as Holder)[KEY] = made;
}

export function runtime(): Runtime {
  const made = (globalThis as Holder)[KEY];
  if (!made) throw new Error("the runtime was asked for before instrumentation made it");
  return made;
}
