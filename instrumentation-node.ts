import { createAuditChain } from "@/lib/audit/verify";
import { attempts } from "@/lib/auth/attempts";
import { authSecret } from "@/lib/auth/cookie";
import { ensureLocalAdmin } from "@/lib/auth/users";
import { createAws } from "@/lib/aws/client";
import { type Clock, systemClock } from "@/lib/clock";
import { readConfig } from "@/lib/config";
import { connect, type Database } from "@/lib/db/client";
import { readLast, saveLast } from "@/lib/db/last-values";
import { budgeted, createBudget } from "@/lib/live/budget";
import { createHub } from "@/lib/live/hub";
import { createStreams } from "@/lib/live/streams";
import { FLEET_TOPIC, serviceTopic } from "@/lib/live/topics";
import { lastLinesOf } from "@/lib/operations/last-lines";
import { OperationRunner } from "@/lib/operations/runner";
import { settleMs } from "@/lib/operations/settings";
import { lastRollbackMs, operationFor } from "@/lib/operations/store";
import type { Place, StackRef } from "@/lib/place";
import { listReleases } from "@/lib/releases/list";
import { watchOutside } from "@/lib/releases/notice";
import { planRollback } from "@/lib/rollback/plan";
import { setRuntime } from "@/lib/runtime";
import { observeService } from "@/lib/services/observe";

const SETTLE_LIMIT_MS = 15 * 60_000;
const DATABASE_PATIENCE_MS = 20_000;

/** Starts the console, or says in one sentence why it cannot and leaves: Next would go on and answer 500 to everything. */
export async function begin(): Promise<void> {
  try {
    await makeRuntime();
  } catch (error) {
    console.error(`Slipway cannot start: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  }
}

/** Makes the process's singletons and starts what works in the background. */
async function makeRuntime(): Promise<void> {
  const config = readConfig(process.env);
  authSecret();
  const clock = systemClock;
  const db = connect(config.databaseUrl);
  await migrate(db, clock);
  const aws = createAws(config, clock);
  const places = config.accounts.flatMap(({ name, regions }) => regions.map((region) => ({ account: name, region })));
  const observe = (ref: StackRef) => observeService(aws.at(ref), ref.stack);
  const budget = createBudget({ clock });
  const hub = createHub({
    aws,
    clock,
    places,
    budget,
    lastValues: { save: (topic, parts) => saveLast(db, topic, parts), read: (topic) => readLast(db, topic) },
    operationFor: (ref) => operationFor(db, ref),
    releasesFor: (ref) => listReleases(db, ref),
    rollbackFor: async (ref, basis) => planRollback({ ...basis, lastTookMs: await lastRollbackMs(db, ref) }),
  });
  const touch = (ref: StackRef) => {
    hub.touch(serviceTopic(ref));
    hub.touch(FLEET_TOPIC);
  };
  const operations = new OperationRunner({
    db,
    aws,
    observe,
    lastLines: (ref, task) => lastLinesOf(aws.at(ref), task),
    settleMs: () => settleMs(db, process.env),
    settleLimitMs: SETTLE_LIMIT_MS,
    onChange: touch,
  });
  if (!config.sandboxSignIn) {
    const admin = await ensureLocalAdmin(db, clock);
    if (admin) console.log(`Sign in as "${admin.name}" with the password ${admin.password} (shown only this once).`);
  }
  setRuntime({
    config,
    clock,
    db,
    aws,
    hub,
    operations,
    attempts: attempts(),
    streams: createStreams(),
    auditChain: createAuditChain(db),
  });
  operations.start();
  // The first page then has rows at its first byte; a cold reading of the fleet can take longer than a page waits.
  void hub.read(FLEET_TOPIC).catch(() => {});
  const life = new AbortController();
  const patient = { at: (place: Place) => budgeted(aws.at(place), budget) };
  const look = (ref: StackRef) => observeService(patient.at(ref), ref.stack);
  void watchOutside({ db, aws: patient, clock, observe: look, onChange: touch }, places, life.signal);
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      life.abort();
      void Promise.allSettled([operations.stop(), hub.close()]).then(() => aws.destroy());
    });
  }
}

/** The database may still be starting, or restarting. */
async function migrate(db: Database, clock: Clock): Promise<void> {
  const until = clock.now() + DATABASE_PATIENCE_MS;
  for (;;) {
    try {
      return await db.migrate();
    } catch (cause) {
      if (clock.now() > until) throw new Error(`the database does not answer (${reason(cause)}).`, { cause });
      await clock.sleep(500);
    }
  }
}

function reason(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.cause instanceof Error ? cause.cause.message : cause.message;
}
