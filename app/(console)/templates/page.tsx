import type { Metadata } from "next";
import Link from "next/link";
import { ArchivedTemplates } from "@/components/templates/archived-templates";
import { TemplateTable } from "@/components/templates/template-table";
import { ButtonLink } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { Notice } from "@/components/ui/states";
import { requireSession } from "@/lib/auth/session";
import { roleAtLeast } from "@/lib/auth/types";
import { runtime } from "@/lib/runtime";
import { listTemplates } from "@/lib/templates/library";
import { listArchived } from "@/lib/templates/uploaded";

export const metadata: Metadata = { title: "Templates" };

/** All that can be launched, those that come with Slipway and those people brought; what cannot be used says why. */
export default async function TemplatesPage() {
  const session = await requireSession("viewer", "/templates");
  const { db } = runtime();
  const [{ templates, broken }, archived] = await Promise.all([listTemplates(db), listArchived(db)]);
  return (
    <>
      <PageHeader
        title="Templates"
        facts={<span>What can be launched: those that come with Slipway, and your own.</span>}
        actions={
          roleAtLeast(session.role, "operator") && (
            <ButtonLink tone="primary" href="/templates/new">
              Upload a template
            </ButtonLink>
          )
        }
      />
      <div className="stack">
        {broken.map(({ id, problems }) => (
          <Notice key={id} bad title={`${id} cannot be used`}>
            {problems.map((problem) => problem.message).join(" ")} <Link href={`/templates/${id}`}>Open it</Link>
          </Notice>
        ))}
        <TemplateTable
          templates={templates.map(({ text: _, form: __, findings, ...one }) => ({
            ...one,
            findings: findings.length,
          }))}
        />
        {archived.length > 0 && <ArchivedTemplates templates={archived} />}
      </div>
    </>
  );
}
