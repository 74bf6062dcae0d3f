import "server-only";
import type { Aws } from "@/lib/aws/client";
import { listStacks, templateText } from "@/lib/aws/cloudformation";
import type { Clock } from "@/lib/clock";
import type { Database } from "@/lib/db/client";
import { takeLease } from "@/lib/operations/leases";
import { operationFor } from "@/lib/operations/store";
import { ENDED } from "@/lib/operations/types";
import { type Place, placeKey, type StackRef } from "@/lib/place";
import type { ServiceObservation } from "@/lib/services/types";
import type { StackFacts, StackStatus } from "@/lib/stacks/types";
import { listReleases } from "./list";
import { markRelease, recordRelease } from "./record";
import { imageParameterNames, templateFacts } from "./template-facts";
import type { Release } from "./types";

export interface NoticeContext {
  readonly db: Database;
  readonly aws: Aws;
  readonly clock: Clock;
  readonly observe: (ref: StackRef) => Promise<ServiceObservation>;
  readonly onChange?: (ref: StackRef) => void;
  readonly log?: (message: string, cause: unknown) => void;
}

const EVERY_MS = 15_000;
/** Templates are read once per stack; this many new ones a round, so that a big account is not read at once. */
const TEMPLATES_A_ROUND = 10;
const RESTING: ReadonlySet<StackStatus> = new Set(["CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"]);

/**
 * Notices what was deployed outside Slipway, and records it as a release, until `signal` aborts: a resting stack whose
 * parameters no known release has. A release noticed so counts as healthy once its targets are seen healthy.
 */
export async function watchOutside(ctx: NoticeContext, places: readonly Place[], signal: AbortSignal): Promise<void> {
  const owner = `notice:${process.pid}:${ctx.clock.now()}`;
  /** Stacks that run no image, by id and update time: not asked again. */
  const others = new Set<string>();
  while (!signal.aborted) {
    for (const place of places) {
      await noticeOutside(ctx, place, owner, others).catch((error: unknown) => ctx.log?.("looking for changes", error));
    }
    await ctx.clock.sleep(EVERY_MS, signal);
  }
}

/** One round over a place's stacks. */
export async function noticeOutside(
  ctx: NoticeContext,
  place: Place,
  owner: string,
  others: Set<string>,
): Promise<void> {
  if (!(await takeLease(ctx.db, `notice:${placeKey(place)}`, owner))) return;
  let templates = 0;
  for (const stack of await listStacks(ctx.aws.at(place))) {
    const mark = `${stack.stackId}@${stack.updatedAt ?? stack.createdAt}`;
    if (!RESTING.has(stack.status) || others.has(mark)) continue;
    const ref = { account: place.account, region: place.region, stack: stack.name };
    const releases = (await listReleases(ctx.db, ref)).filter(({ stackId }) => !stackId || stackId === stack.stackId);
    const known = releases.find((release) => describes(release, stack));
    if (known) await noticeHealth(ctx, ref, known);
    else if (templates++ < TEMPLATES_A_ROUND && !(await record(ctx, ref, stack))) others.add(mark);
  }
}

/**
 * Before Slipway changes a stack for the first time: keeps what runs now as a release, so that one click can bring it
 * back, also when the rounds have not come to this stack yet. Undefined where nothing could be kept.
 */
export async function noteBefore(
  ctx: Pick<NoticeContext, "db" | "aws" | "observe">,
  ref: StackRef,
  stack: StackFacts,
): Promise<Release | undefined> {
  const known = async () => (await listReleases(ctx.db, ref)).find((release) => describes(release, stack));
  const release = await known();
  if (release || !RESTING.has(stack.status)) return release;
  await record(ctx, ref, stack);
  return known();
}

/**
 * Whether the stack has what this release deployed; its own operation may still be under way. One that failed and was
 * rolled back is not there, even if somebody has deployed the same again since.
 */
function describes(release: Release, stack: StackFacts): boolean {
  if (release.outcome === "rolled_back") return false;
  return stack.parameters.every(
    ({ key, value }) => release.secretParameters.includes(key) || release.parameters[key] === value,
  );
}

/** False when the stack runs no image that a parameter names: then it is nothing to roll back. */
async function record(ctx: Omit<NoticeContext, "clock">, ref: StackRef, stack: StackFacts): Promise<boolean> {
  const operation = await operationFor(ctx.db, ref);
  if (operation && !ENDED.includes(operation.state)) return true;
  const templateBody = await templateText(ctx.aws.at(ref), stack.stackId);
  if (templateBody === null || imageParameterNames(templateFacts(templateBody)).length === 0) return false;
  const seen = await ctx.observe(ref).catch(() => null);
  // A round and a deployment may come to the same stack at once.
  if ((await listReleases(ctx.db, ref)).some((release) => describes(release, stack))) return true;
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
  if (release.healthyAt !== undefined || release.origin !== "outside" || release.outcome !== "succeeded") return;
  const seen = await ctx.observe(ref);
  if (!healthy(seen)) return;
  await markRelease(ctx.db, release.id, { healthyAt: ctx.aws.at(ref).now(), digest: seen.digest });
  ctx.onChange?.(ref);
}

const healthy = ({ healthy: now, wanted, rollout }: ServiceObservation): boolean =>
  wanted > 0 && now >= wanted && rollout !== "IN_PROGRESS" && rollout !== "FAILED";
