import "server-only";
import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { releases, templateBodies } from "@/lib/db/schema";
import { type StackRef, stackKey } from "@/lib/place";
import { imageOf, imageParameterNames, templateFacts } from "./template-facts";
import type { Release } from "./types";

export interface NewRelease {
  readonly templateBody: string;
  /** The whole set as it will be; values of NoEcho parameters may be in it and are left out of what is stored. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly digest?: string;
  readonly rollbackOf?: string;
  /** In the library; without it, what the text itself says. */
  readonly templateId?: string;
  readonly templateVersion?: string;
}

interface Circumstances {
  readonly ref: StackRef;
  readonly stackId?: string;
  readonly by: string;
  readonly reason?: string;
  readonly at: number;
  readonly operationId?: string;
  readonly origin: Release["origin"];
  readonly outcome: Release["outcome"];
  readonly healthyAt?: number;
}

const NOT_SHOWN = "****";

/** Stores a release under the stack's next number; answers its id. Run inside the operation's transaction. */
export async function recordRelease(db: Db, made: NewRelease, when: Circumstances): Promise<string> {
  const facts = templateFacts(made.templateBody);
  const secret = new Set(facts.secret);
  for (const [key, value] of Object.entries(made.parameters)) if (value === NOT_SHOWN) secret.add(key);
  const parameters = Object.fromEntries(Object.entries(made.parameters).filter(([key]) => !secret.has(key)));
  const { image, version } = imageOf(facts, parameters);
  const key = stackKey(when.ref);
  const id = randomUUID();
  await db.insert(templateBodies).values({ sha256: facts.sha256, body: made.templateBody }).onConflictDoNothing();
  await db.insert(releases).values({
    id,
    number: sql`(select coalesce(max(number), 0) + 1 from releases where stack_key = ${key})`,
    account: when.ref.account,
    region: when.ref.region,
    stack: when.ref.stack,
    stackKey: key,
    stackId: when.stackId ?? "",
    version: version ?? made.templateVersion ?? facts.version ?? facts.sha256.slice(0, 8),
    image,
    digest: made.digest ?? image?.split("@")[1],
    ami: facts.ami.map((name) => parameters[name]).find(Boolean),
    templateSha256: facts.sha256,
    templateId: made.templateId ?? facts.id,
    templateVersion: made.templateVersion ?? facts.version,
    parameters,
    secretParameters: [...secret],
    imageParameters: imageParameterNames(facts),
    tags: made.tags,
    by: when.by,
    reason: when.reason,
    at: when.at,
    outcome: when.outcome,
    healthyAt: when.healthyAt,
    operationId: when.operationId,
    origin: when.origin,
    rollbackOf: made.rollbackOf,
  });
  return id;
}

/** How a release went. `healthyAt` is when its targets had stayed healthy long enough. */
export async function markRelease(
  db: Db,
  id: string,
  as: { outcome?: Release["outcome"]; healthyAt?: number; stackId?: string; digest?: string },
): Promise<void> {
  await db.update(releases).set(as).where(eq(releases.id, id));
}

/** Somebody has rolled back from it. One that was still being watched then has no outcome of its own. */
export async function markUndone(db: Db, id: string, undoneAt: number): Promise<void> {
  const outcome = sql`case when ${releases.outcome} in ('unknown', 'running') then 'rolled_back' else ${releases.outcome} end`;
  await db.update(releases).set({ undoneAt, outcome }).where(eq(releases.id, id));
}

/** A release that AWS refused was never deployed: it leaves the list. */
export async function forgetRelease(db: Db, id: string): Promise<void> {
  await db.delete(releases).where(eq(releases.id, id));
}
