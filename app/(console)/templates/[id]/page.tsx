import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { CodeEditor } from "@/components/templates/code-editor";
import { ParameterTable } from "@/components/templates/parameter-table";
import { ProblemList } from "@/components/templates/problem-list";
import { TemplateActions } from "@/components/templates/template-actions";
import { VersionTable } from "@/components/templates/version-table";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { CopyId } from "@/components/ui/copy-id";
import { PageHeader } from "@/components/ui/page-header";
import { requireSession } from "@/lib/auth/session";
import { isSlipwayError } from "@/lib/errors";
import { runtime } from "@/lib/runtime";
import { readTemplateById } from "@/lib/templates/library";
import { listVersions } from "@/lib/templates/uploaded";
import { archiveTemplate } from "../actions/archive-template";
import { deleteTemplate } from "../actions/delete-template";

export const metadata: Metadata = { title: "Template" };

/** One template, `/templates/orders` or a version of it, `/templates/orders@3`: what was found, its parameters, versions and text. */
export default async function TemplatePage({ params }: { params: Promise<{ id: string }> }) {
  const reference = decodeURIComponent((await params).id);
  const session = await requireSession("viewer", `/templates/${reference}`);
  const { db } = runtime();
  const template = await readTemplateById(db, reference).catch((error: unknown) => {
    if (isSlipwayError(error) && error.code === "not_found") notFound();
    throw error;
  });
  const { id, form, findings, upload } = template;
  const versions = upload ? await listVersions(db, id) : [];
  const newest = versions[0]?.number;
  const shown = versions.find(({ number }) => number === upload?.number);
  return (
    <>
      <PageHeader
        title={form.title}
        stage={form.version && `v${form.version}`}
        crumbs={[{ label: "Templates", href: "/templates" }, { label: form.title }]}
        chips={
          <>
            {upload?.archived && <Chip tone="muted">archived</Chip>}
            {upload && upload.number !== newest && <Chip tone="warn">not the newest, which is v{newest}</Chip>}
            {shown?.unchecked && <Chip tone="warn">not checked by AWS: {shown.unchecked}</Chip>}
          </>
        }
        facts={
          <>
            <span className="break">{form.description}</span>
            <span>
              {template.bytes.toLocaleString("en")} bytes, <CopyId id={`sha256:${template.sha256}`} />
            </span>
          </>
        }
        actions={
          <TemplateActions
            id={id}
            reference={upload && upload.number !== newest ? form.id : id}
            title={form.title}
            role={session.role}
            uploaded={upload !== undefined}
            archived={upload?.archived ?? false}
            released={versions.filter((version) => version.released).map(({ number }) => number)}
            versions={versions.length}
            archive={archiveTemplate}
            remove={deleteTemplate}
          />
        }
      />
      <div className="stack">
        {versions.length > 0 && <VersionTable id={id} versions={versions} shown={upload?.number} />}
        {findings.length > 0 && (
          <Card title="Checks" sub="what would make it better">
            <ProblemList findings={findings} />
          </Card>
        )}
        <ParameterTable fields={form.fields} />
        <Card title="Template" sub={template.file && `infra-templates/${template.file}`}>
          <CodeEditor key={template.sha256} initial={template.text} label="Template text" readOnly />
        </Card>
      </div>
    </>
  );
}
