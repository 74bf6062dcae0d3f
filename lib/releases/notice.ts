import "server-only";
import { randomUUID } from "node:crypto";
import type { Aws } from "@/lib/aws/client";
import { listStacks, templateText } from "@/lib/aws/cloudformation";
import type { Clock } from "@/lib/clock";
import type { Database } from "@/lib/db/client";
import { releaseLease, takeLease } from "@/lib/operations/leases";
import { operationFor } from "@/lib/operations/store";
import { ENDED } from "@/lib/operations/types";
import { type Place, placeKey, type StackRef } from "@/lib/place";
import type { ServiceObservation } from "@/lib/services/types";
import type { StackFacts, StackStatus } from "@/lib/stacks/types";
import { releasesDescribing } from "./describing";
import { markRelease, recordRelease } from "./record";
import { imageParameterNames, templateFacts } from "./template-facts";
import type { Release } from "./types";

export interface NoticeContext {
  readonly db: Database;
  /** Its calls wait for the API budget: nobody waits for what is noticed. */
  readonly aws: Pick<Aws, "at">;
  readonly clock: Clock;
  readonly observe: (ref: StackRef) => Promise<ServiceObservation>;
  readonly onChange?: (ref: StackRef) => void;
  readonly log?: (message: string, cause: unknown) => void;
}

/** What one process remembers of a place between its rounds. */
export interface Rounds {
  readonly owner: string;
  /** Stacks as they are now (id and update time) of which there is nothing more to learn: not asked about again. */
  settled: Set<string>;
  /** Where the next round begins among those that wait for a look. */
  next: number;
}

const EVERY_MS = 15_000;
/** Held over the pause between two rounds, so that one process makes them all; another takes over this much later. */
const HOLD_MS = 2 * EVERY_MS;
/** Templates and services read a round, so that a big account is not read at once. */
const LOOKS_A_ROUND = 10;
const RESTING: ReadonlySet<StackStatus> = new Set(["CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"]);

/**
 * Notices what was deployed outside Slipway, and records it as a release, until `signal` aborts: a resting stack whose
 * parameters no known release has. A release noticed so counts as healthy once its targets are seen healthy.
 */
export async function watchOutside(ctx: NoticeContext, places: readonly Place[], signal: AbortSignal): Promise<void> {
  const owner = `notice:${randomUUID()}`;
  const rounds = places.map((place) => ({ place, of: startRounds(owner) }));
  while (!signal.aborted) {
    for (const { place, of } of rounds) {
      await noticeOutside(ctx, place, of).catch((error: unknown) => ctx.log?.("looking for changes", error));
    }
    await ctx.clock.sleep(EVERY_MS, signal);
  }
  await Promise.allSettled(places.map((place) => releaseLease(ctx.db, leaseOf(place), owner)));
}

export const startRounds = (owner: string): Rounds => ({ owner, settled: new Set(), next: 0 });

const leaseOf = (place: Place): string => `notice:${placeKey(place)}`;

/** One round over a place's stacks: one listing, one query, and a look at some of those that are not settled. */
export async function noticeOutside(ctx: NoticeContext, place: Place, rounds: Rounds): Promise<void> {
  const hold = () => takeLease(ctx.db, leaseOf(place), rounds.owner, HOLD_MS);
  if (!(await hold())) return;
  const stacks = await listStacks(ctx.aws.at(place));
  rounds.settled = new Set(stacks.map(markOf).filter((mark) => rounds.settled.has(mark)));
  const open = stacks.filter((stack) => RESTING.has(stack.status) && !rounds.settled.has(markOf(stack)));
  const known = await releasesDescribing(ctx.db, place, open);
  const waiting = open.filter((stack) => {
    const release = known.get(stack.name);
    if (!release || awaitsHealth(release)) return true;
    if (release.outcome !== "running") rounds.settled.add(markOf(stack));
    return false;
  });
  const from = waiting.length > 0 ? rounds.next % waiting.length : 0;
  rounds.next = from + LOOKS_A_ROUND;
  for (const stack of [...waiting.slice(from), ...waiting.slice(0, from)].slice(0, LOOKS_A_ROUND)) {
    // A look may take long when the budget is spent; another process may have gone on meanwhile.
    if (!(await hold())) return;
    const ref = { account: place.account, region: place.region, stack: stack.name };
    const release = known.get(stack.name);
    try {
      if (release) await noticeHealth(ctx, ref, release);
      else if (!(await record(ctx, ref, stack))) rounds.settled.add(markOf(stack));
    } catch (error) {
      ctx.log?.(`looking at ${stack.name}`, error);
    }
  }
}

const markOf = ({ stackId, updatedAt, createdAt }: StackFacts): string => `${stackId}@${updatedAt ?? createdAt}`;

const awaitsHealth = ({ healthyAt, origin, outcome }: Release): boolean =>
  healthyAt === undefined && origin === "outside" && outcome === "succeeded";

/**
 * Before Slipway changes a stack for the first time: keeps what runs now as a release, so that one click can bring it
 * back, also when the rounds have not come to this stack yet. Undefined where nothing could be kept.
 */
export async function noteBefore(
  ctx: Pick<NoticeContext, "db" | "aws" | "observe">,
  ref: StackRef,
  stack: StackFacts,
): Promise<Release | undefined> {
  const known = async () => (await releasesDescribing(ctx.db, ref, [stack])).get(stack.name);
  const release = await known();
  if (release || !RESTING.has(stack.status)) return release;
  await record(ctx, ref, stack);
  return known();
}

/** False when the stack runs no image that a parameter names: then it is nothing to roll back. */
async function record(ctx: Omit<NoticeContext, "clock">, ref: StackRef, stack: StackFacts): Promise<boolean> {
  const operation = await operationFor(ctx.db, ref);
  if (operation && !ENDED.includes(operation.state)) return true;
  const templateBody = await templateText(ctx.aws.at(ref), stack.stackId);
  if (templateBody === null || imageParameterNames(templateFacts(templateBody)).length === 0) return false;
  const seen = await ctx.observe(ref).catch(() => null);
  // A round and a deployment may come to the same stack at once.
  if ((await releasesDescribing(ctx.db, ref, [stack])).has(stack.name)) return true;
  await recordRelease(
    ctx.db,
    {
      templateBody,
      parameters: Object.fromEntries(stack.parameters.map(({ key, value }) => [key, value])),
      tags: Object.fromEntries(stack.tags.map(({ key, value }) => [key, value])),
      digest: seen?.digest,
    },
    {
      ref,
      stackId: stack.stackId,
      by: "outside Slipway",
      at: stack.updatedAt ?? stack.createdAt,
      origin: "outside",
      outcome: "succeeded",
      healthyAt: seen && healthy(seen) ? ctx.aws.at(ref).now() : undefined,
    },
  );
  ctx.onChange?.(ref);
  return true;
}

async function noticeHealth(ctx: NoticeContext, ref: StackRef, release: Release): Promise<void> {
  const seen = await ctx.observe(ref);
  if (!healthy(seen)) return;
  await markRelease(ctx.db, release.id, { healthyAt: ctx.aws.at(ref).now(), digest: seen.digest });
  ctx.onChange?.(ref);
}

const healthy = ({ healthy: now, wanted, rollout }: ServiceObservation): boolean =>
  wanted > 0 && now >= wanted && rollout !== "IN_PROGRESS" && rollout !== "FAILED";
