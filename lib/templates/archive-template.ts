import "server-only";
import { eq } from "drizzle-orm";
import { uploadedTemplates } from "@/lib/db/schema";
import { SlipwayError } from "@/lib/errors";
import type { VerbContext } from "@/lib/operations/context";

/**
 * Takes an uploaded template out of what is offered, or back in. Stacks made of it stay as they are. Throws `not_found`.
 */
export async function archiveTemplate(
  { db, clock, by }: VerbContext,
  { id, archived }: { readonly id: string; readonly archived: boolean },
): Promise<void> {
  const changed = await db
    .update(uploadedTemplates)
    .set(archived ? { archivedAt: clock.now(), archivedBy: by.name } : { archivedAt: null, archivedBy: null })
    .where(eq(uploadedTemplates.id, id))
    .returning({ id: uploadedTemplates.id });
  if (changed.length === 0) throw new SlipwayError("not_found", `There is no uploaded template “${id.slice(0, 64)}”.`);
}
