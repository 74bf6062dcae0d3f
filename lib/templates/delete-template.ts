import "server-only";
import { and, eq, not, notExists, sql } from "drizzle-orm";
import { releases, templateBodies, templateVersions, uploadedTemplates } from "@/lib/db/schema";
import { SlipwayError } from "@/lib/errors";
import type { VerbContext } from "@/lib/operations/context";
import { releasedAs } from "./uploaded";

/**
 * Deletes an uploaded template for good. Versions that a release refers to stay, since a rollback may need them; the
 * template is then archived. Answers the numbers of those that stayed. Throws `not_found`.
 */
export async function deleteTemplate(
  { db, clock, by }: VerbContext,
  { id }: { readonly id: string },
): Promise<{ kept: number[] }> {
  return db.transaction(async (tx) => {
    // A release stores its template's text first and itself after: between the two nobody may take the text away.
    await tx.execute(sql`lock table ${templateBodies} in share row exclusive mode`);
    const [found] = await tx
      .update(uploadedTemplates)
      .set({ archivedAt: clock.now(), archivedBy: by.name })
      .where(eq(uploadedTemplates.id, id))
      .returning({ id: uploadedTemplates.id });
    if (!found) throw new SlipwayError("not_found", `There is no uploaded template “${id.slice(0, 64)}”.`);
    const gone = await tx
      .delete(templateVersions)
      .where(and(eq(templateVersions.templateId, id), not(releasedAs(tx))))
      .returning({ sha256: templateVersions.sha256 });
    for (const sha256 of new Set(gone.map((version) => version.sha256))) {
      await tx
        .delete(templateBodies)
        .where(
          and(
            eq(templateBodies.sha256, sha256),
            notExists(tx.select({ one: sql`1` }).from(releases).where(eq(releases.templateSha256, sha256))),
            notExists(tx.select({ one: sql`1` }).from(templateVersions).where(eq(templateVersions.sha256, sha256))),
          ),
        );
    }
    const kept = await tx
      .select({ number: templateVersions.number })
      .from(templateVersions)
      .where(eq(templateVersions.templateId, id))
      .orderBy(templateVersions.number);
    if (kept.length === 0) await tx.delete(uploadedTemplates).where(eq(uploadedTemplates.id, id));
    return { kept: kept.map(({ number }) => number) };
  });
}
