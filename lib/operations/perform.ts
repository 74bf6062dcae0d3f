import "server-only";
import { randomUUID } from "node:crypto";
import type { AwsContext } from "@/lib/aws/client";
import { isSlipwayError, type SlipwayError } from "@/lib/errors";
import { placeKey, type StackRef } from "@/lib/place";
import { type NewRelease, recordRelease } from "@/lib/releases/record";
import { explainKnown } from "@/lib/stacks/cause-reasons";
import { checkpoint } from "./checkpoint";
import type { VerbContext } from "./context";
import { finish } from "./finish";
import { LEASE_MS, releaseLease, takeLease } from "./leases";
import { findOperation, leaseName, moveOperation, openOperation, operationByFormKey } from "./store";
import type { Mechanism, Operation, OperationKind } from "./types";

export interface OperationSpec {
  readonly kind: OperationKind;
  readonly mechanism: Mechanism;
  readonly slot?: "main" | "interrupt";
  readonly ref: StackRef;
  /** ARN of the stack it acts on; a launch gets to know it from AWS. */
  readonly stackId?: string;
  readonly title: string;
  readonly reason?: string;
  /** From the form: a second click or a replayed POST gets the same operation. */
  readonly formKey: string;
  /** What will have been deployed when it ends well. */
  readonly release?: NewRelease;
  readonly fromReleaseId?: string;
  /** Logical ids it will touch, for `n of m`. */
  readonly planned?: string[];
  /** The one AWS call. Sent once. */
  readonly call: (aws: AwsContext, clientToken: string) => Promise<{ stackId?: string }>;
}

export interface Performed {
  readonly operationId: string;
  /** True when the form had been sent before: nothing was done this time. */
  readonly repeated: boolean;
}

/** What the same click has made before: a verb asks first, since its checks would now see its own work. */
export async function alreadyPerformed({ db }: VerbContext, formKey: string): Promise<Performed | null> {
  const known = await operationByFormKey(db, formKey);
  return known && { operationId: known.id, repeated: true };
}

/**
 * Intent stored → AWS called → accepted stored; the runner settles it from there. A refusal by AWS ends the operation
 * and is thrown. A reply that is lost leaves the intent, and the runner finds out by reading.
 */
export async function performOperation(ctx: VerbContext, spec: OperationSpec): Promise<Performed> {
  const { db } = ctx;
  const aws = ctx.aws.at(spec.ref);
  const id = randomUUID();
  const owner = `verb:${id}`;
  const clientToken = `slipway-${spec.kind}-${id}`;
  const startedAt = aws.now();
  const opened = await openOperation(
    db,
    {
      id,
      kind: spec.kind,
      mechanism: spec.mechanism,
      slot: spec.slot ?? "main",
      ref: { account: spec.ref.account, region: spec.ref.region, stack: spec.ref.stack },
      stackId: spec.stackId,
      clientToken,
      formKey: spec.formKey,
      byUserId: ctx.by.userId,
      byName: ctx.by.name,
      reason: spec.reason,
      title: spec.title,
      startedAt,
      fromReleaseId: spec.fromReleaseId,
      planned: spec.planned,
    },
    owner,
    async (tx) => {
      if (!spec.release) return { toReleaseId: undefined };
      const circumstances = {
        ref: spec.ref,
        stackId: spec.stackId,
        by: ctx.by.name,
        reason: spec.reason,
        at: startedAt,
        operationId: id,
        origin: "slipway",
        outcome: "running",
      } as const;
      return { toReleaseId: await recordRelease(tx, spec.release, circumstances) };
    },
  );
  if (!opened.fresh) return { operationId: opened.id, repeated: true };
  checkpoint(spec.kind, "after-intent");
  const beat = setInterval(() => takeLease(db, leaseName(id), owner).catch(() => {}), LEASE_MS / 3);
  try {
    const called = await outcomeOf(spec.call(aws, clientToken));
    checkpoint(spec.kind, "after-call");
    if (called.kind === "refused") {
      await stored(ctx, id, (operation) => {
        const said = called.error.message;
        const known = explainKnown(said, spec.ref.stack);
        const cause = known ? { ...known, evidence: [said] } : { sentence: said, evidence: [] };
        return finish(ctx, operation, "failed", cause, { deployed: false });
      });
      throw called.error;
    }
    await stored(ctx, id, () => {
      if (called.kind === "accepted") {
        return moveOperation(db, id, ["intent"], { state: "accepted", stackId: called.stackId ?? spec.stackId });
      }
      const sentence = `AWS (${placeKey(spec.ref)}) did not answer. Slipway looks whether the request arrived.`;
      return moveOperation(db, id, ["intent"], { cause: { sentence, evidence: [called.why] } });
    });
    checkpoint(spec.kind, "after-accepted");
  } finally {
    clearInterval(beat);
    await releaseLease(db, leaseName(id), owner).catch(() => {});
  }
  return { operationId: id, repeated: false };
}

type Outcome =
  | { readonly kind: "accepted"; readonly stackId?: string }
  | { readonly kind: "refused"; readonly error: SlipwayError }
  | { readonly kind: "unknown"; readonly why: string };

/** Only an answer of AWS's says that nothing was done; any other error of the call leaves that open. */
async function outcomeOf(call: Promise<{ stackId?: string }>): Promise<Outcome> {
  try {
    return { kind: "accepted", ...(await call) };
  } catch (error) {
    if (isSlipwayError(error) && error.code !== "aws_unreachable") return { kind: "refused", error };
    return { kind: "unknown", why: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * Stores what AWS said. A database that fails now takes nothing back: the intent stays as it is, and the runner finds
 * out by the client token what became of it.
 */
async function stored({ db }: VerbContext, id: string, store: (operation: Operation) => Promise<unknown>) {
  try {
    const operation = await findOperation(db, id);
    if (operation?.state === "intent") await store(operation);
  } catch (error) {
    console.error(`operation ${id}: AWS's answer could not be stored; its stack's events will tell it`, error);
  }
}
