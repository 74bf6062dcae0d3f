import "server-only";
import { and, desc, eq, gt, inArray, sql } from "drizzle-orm";
import type { Database, Db } from "@/lib/db/client";
import { operations } from "@/lib/db/schema";
import { SlipwayError } from "@/lib/errors";
import { type StackRef, stackKey } from "@/lib/place";
import { markRelease } from "@/lib/releases/record";
import { takeLease } from "./leases";
import type { Operation, OperationState } from "./types";

export const UNSETTLED = ["intent", "accepted", "settling"] as const satisfies readonly OperationState[];
const OPEN_ATTEMPTS = 3;

export type NewOperation = Pick<
  typeof operations.$inferInsert,
  | "id"
  | "kind"
  | "mechanism"
  | "slot"
  | "stackId"
  | "clientToken"
  | "formKey"
  | "byUserId"
  | "byName"
  | "reason"
  | "title"
  | "startedAt"
  | "fromReleaseId"
  | "planned"
> & { readonly ref: StackRef };

/**
 * Stores an intent, with what belongs to it (`also`, in the same transaction) and the lease of the verb that will call
 * AWS. The same form key again answers the operation it made (`fresh: false`); another operation under way on the stack
 * throws `busy` with its id.
 */
export async function openOperation(
  db: Database,
  { ref, ...given }: NewOperation,
  owner: string,
  also: (tx: Db) => Promise<{ toReleaseId?: string }>,
): Promise<{ id: string; fresh: boolean }> {
  const key = stackKey(ref);
  for (let attempt = 1; attempt <= OPEN_ATTEMPTS; attempt++) {
    const opened = await db.transaction(async (tx) => {
      const [known] = await tx
        .select({ id: operations.id })
        .from(operations)
        .where(eq(operations.formKey, given.formKey));
      if (known) return { id: known.id, fresh: false };
      const running = await unsettledOf(tx, key);
      // An interruption may join what it interrupts; nothing else may start beside it.
      const inTheWay = running.find(({ slot }) => given.slot !== "interrupt" || slot === "interrupt");
      // A release is being watched and turns out bad: going back must not wait for that to end.
      if (inTheWay?.state === "settling" && given.kind === "rollback") await giveWay(tx, inTheWay, given);
      else if (inTheWay) throw busy(inTheWay);
      const inserted = await tx
        .insert(operations)
        .values({ ...given, ...ref, stackKey: key, state: "intent" })
        .onConflictDoNothing()
        .returning({ id: operations.id });
      if (inserted.length === 0) return null;
      await takeLease(tx, leaseName(given.id), owner);
      const { toReleaseId } = await also(tx);
      if (toReleaseId) await tx.update(operations).set({ toReleaseId }).where(eq(operations.id, given.id));
      return { id: given.id, fresh: true };
    });
    if (opened) return opened;
  }
  throw new SlipwayError("busy", "Somebody else started something on this stack at the same moment. Look again.");
}

export const leaseName = (operationId: string): string => `operation:${operationId}`;

function busy(running: Operation): SlipwayError {
  return new SlipwayError("busy", `"${running.title}" by ${running.by} is under way on this stack.`, {
    operationId: running.id,
    hint: "Wait until it has ended, or cancel it first.",
  });
}

async function giveWay(db: Db, running: Operation, by: { byName: string; startedAt: number }): Promise<void> {
  const sentence = `${by.byName} rolled back before its targets had stayed healthy long enough.`;
  const end = { state: "rolled_back", endedAt: by.startedAt, cause: { sentence, evidence: [] } } as const;
  await moveOperation(db, running.id, ["settling"], end);
  if (running.toReleaseId) await markRelease(db, running.toReleaseId, { outcome: "unknown" });
}

type Stored = Operation & { readonly slot: "main" | "interrupt" };

async function unsettledOf(db: Db, key: string): Promise<Stored[]> {
  const rows = await db
    .select()
    .from(operations)
    .where(and(eq(operations.stackKey, key), inArray(operations.state, [...UNSETTLED])));
  return rows.map((row) => ({ ...toOperation(row), slot: row.slot }));
}

/** Moves an operation on from one of the `from` states; false when another process was there first. */
export async function moveOperation(
  db: Db,
  id: string,
  from: readonly OperationState[],
  to: Partial<
    Pick<typeof operations.$inferInsert, "state" | "stackId" | "settle" | "cause" | "endedAt" | "toReleaseId">
  >,
): Promise<boolean> {
  const moved = await db
    .update(operations)
    .set({ ...to, touchedAt: sql`clock_timestamp()` })
    .where(and(eq(operations.id, id), inArray(operations.state, [...from])))
    .returning({ id: operations.id });
  return moved.length > 0;
}

export async function findOperation(db: Db, id: string): Promise<Operation | null> {
  const [row] = await db.select().from(operations).where(eq(operations.id, id));
  return row ? toOperation(row) : null;
}

/** What a form made when it was sent before. */
export async function operationByFormKey(db: Db, formKey: string): Promise<Operation | null> {
  const [row] = await db.select().from(operations).where(eq(operations.formKey, formKey));
  return row ? toOperation(row) : null;
}

/** A stack's operations, newest first. */
export async function listOperations(db: Db, ref: StackRef, limit = 50): Promise<Operation[]> {
  const rows = await db
    .select()
    .from(operations)
    .where(eq(operations.stackKey, stackKey(ref)))
    .orderBy(desc(operations.seq))
    .limit(limit);
  return rows.map(toOperation);
}

/** The operation under way on a stack (the interruption, where one interrupts another), else the last one. */
export async function operationFor(db: Db, ref: StackRef): Promise<Operation | null> {
  const [row] = await db
    .select()
    .from(operations)
    .where(eq(operations.stackKey, stackKey(ref)))
    .orderBy(
      sql`${operations.state} in ('intent', 'accepted', 'settling') desc`,
      sql`${operations.slot} = 'interrupt' desc`,
      desc(operations.seq),
    )
    .limit(1);
  return row ? toOperation(row) : null;
}

/** How long the stack's last rollback took from click to end, ms. */
export async function lastRollbackMs(db: Db, ref: StackRef): Promise<number | undefined> {
  const [row] = await db
    .select({ startedAt: operations.startedAt, endedAt: operations.endedAt })
    .from(operations)
    .where(
      and(eq(operations.stackKey, stackKey(ref)), eq(operations.kind, "rollback"), eq(operations.state, "succeeded")),
    )
    .orderBy(desc(operations.seq))
    .limit(1);
  return row?.endedAt ? row.endedAt - row.startedAt : undefined;
}

export interface Unsettled extends Operation {
  /** How long the row has stood as it is, by the database's clock, ms. */
  readonly untouchedMs: number;
  readonly slot: "main" | "interrupt";
}

/** All that is not at its end, of all stacks, oldest first. */
export async function listUnsettled(db: Db): Promise<Unsettled[]> {
  const rows = await db
    .select({
      row: operations,
      untouchedMs: sql<number>`(extract(epoch from clock_timestamp() - ${operations.touchedAt}) * 1000)::float8`,
    })
    .from(operations)
    .where(inArray(operations.state, [...UNSETTLED]))
    .orderBy(operations.seq);
  return rows.map(({ row, untouchedMs }) => ({ ...toOperation(row), slot: row.slot, untouchedMs }));
}

/** The later operation (cancel, delete of a create) that broke into this one, if any. */
export async function interruptionOf(db: Db, operation: Operation): Promise<Operation | null> {
  const [row] = await db
    .select()
    .from(operations)
    .where(
      and(
        eq(operations.stackKey, stackKey(operation)),
        eq(operations.slot, "interrupt"),
        gt(operations.seq, sql`(select seq from operations where id = ${operation.id})`),
        // One that AWS refused, or that came too late, interrupted nothing.
        sql`not (${operations.state} = 'failed' and ${operations.settle} is null)`,
      ),
    )
    .orderBy(operations.seq)
    .limit(1);
  return row ? toOperation(row) : null;
}

function toOperation(row: typeof operations.$inferSelect): Operation {
  return {
    id: row.id,
    kind: row.kind,
    mechanism: row.mechanism,
    state: row.state,
    account: row.account,
    region: row.region,
    stack: row.stack,
    stackId: row.stackId ?? undefined,
    clientToken: row.clientToken,
    by: row.byName,
    reason: row.reason ?? undefined,
    title: row.title,
    startedAt: row.startedAt,
    endedAt: row.endedAt ?? undefined,
    settle: row.settle ?? undefined,
    cause: row.cause ?? undefined,
    planned: row.planned ?? undefined,
    fromReleaseId: row.fromReleaseId ?? undefined,
    toReleaseId: row.toReleaseId ?? undefined,
  };
}
