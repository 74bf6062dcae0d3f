import "server-only";
import { eq } from "drizzle-orm";
import { pgCode, UNIQUE_VIOLATION } from "@/lib/db/client";
import { templateBodies, templateVersions, uploadedTemplates } from "@/lib/db/schema";
import { SlipwayError } from "@/lib/errors";
import type { VerbContext } from "@/lib/operations/context";
import type { Place } from "@/lib/place";
import { checkedText } from "./checked-text";
import { idOf } from "./reference";
import { findStored } from "./stored";

export interface AddTemplateInput {
  readonly title: string;
  readonly text: string;
  readonly reason: string;
  /** Whose AWS checks it. */
  readonly place: Place;
  /** Keep it although AWS gives no verdict. */
  readonly unchecked?: boolean;
}

/**
 * Stores an uploaded template as version 1; answers its id, made of the title. Throws `conflict` when the id is taken,
 * and what `checkedText` throws.
 */
export async function addTemplate(ctx: VerbContext, input: AddTemplateInput): Promise<{ id: string; number: number }> {
  const title = input.title.trim();
  const id = idOf(title);
  if (id === "") {
    throw new SlipwayError("invalid_input", "Give it another name.", {
      fields: { title: "Use at least one letter from a to z or a digit: the address is made of it." },
    });
  }
  // Asked before AWS is, which takes longer; the table's key decides.
  const [taken] = await ctx.db
    .select({ id: uploadedTemplates.id })
    .from(uploadedTemplates)
    .where(eq(uploadedTemplates.id, id));
  if (taken || (await findStored(id))) throw nameTaken(id);
  const { text, sha256, unchecked } = await checkedText(ctx.aws, input.place, input.text, input);
  const at = ctx.clock.now();
  try {
    await ctx.db.transaction(async (tx) => {
      await tx.insert(templateBodies).values({ sha256, body: text }).onConflictDoNothing();
      await tx.insert(uploadedTemplates).values({ id, title, createdAt: at, createdBy: ctx.by.name });
      await tx.insert(templateVersions).values({
        templateId: id,
        number: 1,
        sha256,
        at,
        byUserId: ctx.by.userId,
        byName: ctx.by.name,
        reason: input.reason,
        unchecked,
      });
    });
  } catch (error) {
    if (pgCode(error) === UNIQUE_VIOLATION) throw nameTaken(id);
    throw error;
  }
  return { id, number: 1 };
}

const nameTaken = (id: string) =>
  new SlipwayError("conflict", `There is already a template “${id}”.`, {
    fields: { title: "This name is taken. Choose another, or open that template and save a new version of it." },
  });
