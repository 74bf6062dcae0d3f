import type { Metadata } from "next";
import { TemplateEditor } from "@/components/templates/template-editor";
import { PageHeader } from "@/components/ui/page-header";
import { requireSession } from "@/lib/auth/session";
import { runtime } from "@/lib/runtime";
import { offeredTemplate } from "@/lib/templates/library";
import { addTemplate } from "../actions/add-template";
import { allPlaces } from "../places";

export const metadata: Metadata = { title: "Upload a template" };

/** An empty editor, or with `?from=ecs-ec2-daemon` a copy of a template that is there. */
export default async function NewTemplatePage({ searchParams }: { searchParams: Promise<{ from?: string }> }) {
  await requireSession("operator", "/templates/new");
  const { from } = await searchParams;
  const source = from === undefined ? undefined : await offeredTemplate(runtime().db, from);
  return (
    <>
      <PageHeader
        title="Upload a template"
        crumbs={[{ label: "Templates", href: "/templates" }, { label: "Upload" }]}
        facts={
          <span>
            {source ? `A copy of ${source.title}. ` : ""}It is checked while you type, and by AWS when you store it.
          </span>
        }
      />
      <TemplateEditor
        initial={{ title: source ? `${source.title}, our own` : "", text: source?.text ?? "" }}
        places={allPlaces()}
        save={addTemplate}
      />
    </>
  );
}
