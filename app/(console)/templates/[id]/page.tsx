import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { Table, Td, Th } from "@/components/ui/table";
import { requireSession } from "@/lib/auth/session";
import { listTemplates } from "@/lib/templates/library";

export const metadata: Metadata = { title: "Template" };

/** One stored template: its parameters as the form understands them, then its text. */
export default async function TemplatePage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  await requireSession("viewer", `/templates/${id}`);
  const { templates } = await listTemplates();
  const template = templates.find((one) => one.id === id);
  if (!template) notFound();
  const { form } = template;
  return (
    <>
      <PageHeader
        title={form.title}
        stage={`v${form.version}`}
        crumbs={[{ label: "Templates", href: "/templates" }, { label: form.title }]}
        facts={<span>{form.description}</span>}
        actions={
          <ButtonLink tone="primary" href={`/launch?template=${id}`}>
            Launch
          </ButtonLink>
        }
      />
      <div className="stack">
        <Card title="Parameters" flush>
          <Table caption="Parameters">
            <thead>
              <tr>
                <Th>Parameter</Th>
                <Th>Type</Th>
                <Th>Default</Th>
                <Th>What it is</Th>
              </tr>
            </thead>
            <tbody>
              {form.fields.map((field) => (
                <tr key={field.name}>
                  <Td first mono>
                    {field.name}
                  </Td>
                  <Td mono label="Type">
                    {field.type}
                  </Td>
                  <Td mono label="Default">
                    {field.default ?? (field.required ? "needed" : "")}
                  </Td>
                  <Td>{field.help ?? field.label}</Td>
                </tr>
              ))}
            </tbody>
          </Table>
        </Card>
        <Card title="Template" sub={`infra-templates/${id}.yaml`}>
          <pre className="break" style={{ margin: 0, whiteSpace: "pre-wrap" }}>
            {template.text}
          </pre>
        </Card>
      </div>
    </>
  );
}
