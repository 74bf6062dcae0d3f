import "server-only";
import { and, desc, eq, exists, isNull, sql } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { releases, templateBodies, templateVersions, uploadedTemplates } from "@/lib/db/schema";
import type { TemplateVersion, UploadedTemplate } from "./types";

interface UploadedText {
  readonly id: string;
  readonly title: string;
  readonly number: number;
  readonly at: number;
  readonly byName: string;
  readonly archived: boolean;
  readonly text: string;
}

const TEXT = {
  id: uploadedTemplates.id,
  title: uploadedTemplates.title,
  number: templateVersions.number,
  at: templateVersions.at,
  byName: templateVersions.byName,
  archived: sql<boolean>`${uploadedTemplates.archivedAt} is not null`,
  text: templateBodies.body,
};

const newest = sql`${templateVersions.number} = (
  select max(v.number) from template_versions v where v.template_id = ${uploadedTemplates.id})`;

/** The newest version of each uploaded template that is not archived. */
export function listUploaded(db: Db): Promise<UploadedText[]> {
  return db
    .select(TEXT)
    .from(uploadedTemplates)
    .innerJoin(templateVersions, eq(templateVersions.templateId, uploadedTemplates.id))
    .innerJoin(templateBodies, eq(templateBodies.sha256, templateVersions.sha256))
    .where(and(isNull(uploadedTemplates.archivedAt), newest));
}

/** One version of an uploaded template, the newest without a number; archived ones too. */
export async function findUploaded(db: Db, id: string, version?: number): Promise<UploadedText | undefined> {
  const [found] = await db
    .select(TEXT)
    .from(uploadedTemplates)
    .innerJoin(templateVersions, eq(templateVersions.templateId, uploadedTemplates.id))
    .innerJoin(templateBodies, eq(templateBodies.sha256, templateVersions.sha256))
    .where(and(eq(uploadedTemplates.id, id), version === undefined ? newest : eq(templateVersions.number, version)))
    .limit(1);
  return found;
}

/** Archived templates, by title: not offered, but there. */
export async function listArchived(db: Db): Promise<UploadedTemplate[]> {
  const rows = await db
    .select()
    .from(uploadedTemplates)
    .where(sql`${uploadedTemplates.archivedAt} is not null`)
    .orderBy(uploadedTemplates.title);
  return rows.map(toTemplate);
}

/** What is known of an uploaded template beside its versions; undefined for one that is no upload. */
export async function uploadedTemplate(db: Db, id: string): Promise<UploadedTemplate | undefined> {
  const [row] = await db.select().from(uploadedTemplates).where(eq(uploadedTemplates.id, id));
  return row && toTemplate(row);
}

/** Whether releases were made of a version's text. The text decides: a pipeline may have launched the same file. */
export const releasedAs = (db: Db) =>
  exists(db.select({ one: sql`1` }).from(releases).where(eq(releases.templateSha256, templateVersions.sha256)));

/** A template's versions, newest first. */
export async function listVersions(db: Db, id: string): Promise<TemplateVersion[]> {
  const rows = await db
    .select({
      number: templateVersions.number,
      sha256: templateVersions.sha256,
      at: templateVersions.at,
      byName: templateVersions.byName,
      reason: templateVersions.reason,
      unchecked: templateVersions.unchecked,
      bytes: sql<number>`octet_length(${templateBodies.body})`.mapWith(Number),
      released: sql<boolean>`${releasedAs(db)}`,
    })
    .from(templateVersions)
    .innerJoin(templateBodies, eq(templateBodies.sha256, templateVersions.sha256))
    .where(eq(templateVersions.templateId, id))
    .orderBy(desc(templateVersions.number));
  return rows.map((row) => ({ ...row, unchecked: row.unchecked ?? undefined }));
}

const toTemplate = (row: typeof uploadedTemplates.$inferSelect): UploadedTemplate => ({
  ...row,
  archivedAt: row.archivedAt ?? undefined,
  archivedBy: row.archivedBy ?? undefined,
});
