import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { TemplateEditor } from "@/components/templates/template-editor";
import { PageHeader } from "@/components/ui/page-header";
import { requireSession } from "@/lib/auth/session";
import { runtime } from "@/lib/runtime";
import { readReference } from "@/lib/templates/reference";
import { findUploaded } from "@/lib/templates/uploaded";
import { addVersion } from "../../actions/add-version";
import { allPlaces } from "../../places";

export const metadata: Metadata = { title: "Edit template" };

/** The newest version's text, to be saved as the next one; of one that comes with Slipway, a copy. */
export default async function EditTemplatePage({ params }: { params: Promise<{ id: string }> }) {
  const id = decodeURIComponent((await params).id);
  await requireSession("operator", `/templates/${id}/edit`);
  const reference = readReference(id);
  if (!reference) notFound();
  const { db } = runtime();
  const newest = await findUploaded(db, reference.id);
  if (!newest) redirect(`/templates/new?from=${reference.id}`);
  // An older version is where one may start from; what is saved is still the next one.
  const start = reference.version === undefined ? newest : await findUploaded(db, reference.id, reference.version);
  if (!start) notFound();
  const { title, number } = newest;
  return (
    <>
      <PageHeader
        title={`Edit ${title}`}
        crumbs={[
          { label: "Templates", href: "/templates" },
          { label: title, href: `/templates/${reference.id}` },
          { label: "Edit" },
        ]}
        facts={
          <span>
            {start.number === number
              ? `From version ${number}`
              : `From version ${start.number}, over version ${number}`}
            . Stacks keep the version they were made from until somebody updates them.
          </span>
        }
      />
      <TemplateEditor
        edited={{ id: reference.id, title, number }}
        initial={{ title, text: start.text }}
        places={allPlaces()}
        save={addVersion}
      />
    </>
  );
}
