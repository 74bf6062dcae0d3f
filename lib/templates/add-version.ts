import "server-only";
import { and, desc, eq } from "drizzle-orm";
import { pgCode, UNIQUE_VIOLATION } from "@/lib/db/client";
import { templateBodies, templateVersions } from "@/lib/db/schema";
import { SlipwayError } from "@/lib/errors";
import type { VerbContext } from "@/lib/operations/context";
import type { Place } from "@/lib/place";
import { checkedText } from "./checked-text";
import { uploadedTemplate } from "./uploaded";

export interface AddVersionInput {
  readonly id: string;
  /** The version that was edited. Nobody's work is written over: a newer one throws `conflict`. */
  readonly base: number;
  readonly text: string;
  readonly reason: string;
  readonly place: Place;
  readonly unchecked?: boolean;
}

/** Stores the next version of an uploaded template. The same text sent twice (a double click) is one version. */
export async function addVersion(ctx: VerbContext, input: AddVersionInput): Promise<{ id: string; number: number }> {
  const { db, by } = ctx;
  const { id, base } = input;
  const template = await uploadedTemplate(db, id);
  if (!template) throw new SlipwayError("not_found", `There is no uploaded template “${id.slice(0, 64)}”.`);
  if (template.archivedAt !== undefined) {
    throw new SlipwayError("conflict", `${template.title} is archived.`, { hint: "Restore it first." });
  }
  const { text, sha256, unchecked } = await checkedText(ctx.aws, input.place, input.text, input);
  const newest = await newestVersion(ctx, id);
  if (newest && newest.sha256 === sha256) {
    if (newest.number === base + 1 && newest.byUserId === by.userId) return { id, number: newest.number };
    throw new SlipwayError("conflict", `This is word for word version ${newest.number}.`, {
      hint: "Change something, or leave it as it is.",
    });
  }
  if (newest && newest.number !== base) throw overtaken(newest);
  const number = base + 1;
  try {
    await db.transaction(async (tx) => {
      await tx.insert(templateBodies).values({ sha256, body: text }).onConflictDoNothing();
      await tx.insert(templateVersions).values({
        templateId: id,
        number,
        sha256,
        at: ctx.clock.now(),
        byUserId: by.userId,
        byName: by.name,
        reason: input.reason,
        unchecked,
      });
    });
  } catch (error) {
    if (pgCode(error) !== UNIQUE_VIOLATION) throw error;
    const [other] = await db
      .select()
      .from(templateVersions)
      .where(and(eq(templateVersions.templateId, id), eq(templateVersions.number, number)));
    if (other?.sha256 === sha256 && other.byUserId === by.userId) return { id, number };
    throw overtaken(other ?? { number, byName: "somebody" });
  }
  return { id, number };
}

async function newestVersion({ db }: VerbContext, id: string) {
  const [newest] = await db
    .select()
    .from(templateVersions)
    .where(eq(templateVersions.templateId, id))
    .orderBy(desc(templateVersions.number))
    .limit(1);
  return newest;
}

const overtaken = ({ number, byName }: { number: number; byName: string }) =>
  new SlipwayError("conflict", `${byName} saved version ${number} while you were editing.`, {
    hint: "Your text is still here. Look at that version, and put your change into it.",
  });
