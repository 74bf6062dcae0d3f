import type { Metadata } from "next";
import Link from "next/link";
import { Card } from "@/components/ui/card";
import { CopyId } from "@/components/ui/copy-id";
import { PageHeader } from "@/components/ui/page-header";
import { Notice } from "@/components/ui/states";
import { Table, Td, Th } from "@/components/ui/table";
import { requireSession } from "@/lib/auth/session";
import { listTemplates } from "@/lib/templates/library";

export const metadata: Metadata = { title: "Templates" };

/** The stored templates; a file that cannot be used is listed with the reason. */
export default async function TemplatesPage() {
  await requireSession("viewer", "/templates");
  const { templates, broken } = await listTemplates();
  return (
    <>
      <PageHeader
        title="Templates"
        facts={<span>What can be launched. They live in infra-templates, and Git is their history.</span>}
      />
      <div className="stack">
        {broken.map(({ id, problems }) => (
          <Notice key={id} bad title={`${id} cannot be used`}>
            {problems.map((problem) => problem.message).join(" ")}
          </Notice>
        ))}
        <Card flush>
          <Table caption="Stored templates">
            <thead>
              <tr>
                <Th>Template</Th>
                <Th>Version</Th>
                <Th num>Resources</Th>
                <Th num>Parameters</Th>
                <Th num>Size</Th>
                <Th>Fingerprint</Th>
              </tr>
            </thead>
            <tbody>
              {templates.map((template) => (
                <tr key={template.id}>
                  <Td first>
                    <Link href={`/templates/${template.id}`}>{template.title}</Link>
                    <div className="sub">{template.description}</div>
                  </Td>
                  <Td label="Version">{template.version}</Td>
                  <Td num label="Resources">
                    {template.resourceCount}
                  </Td>
                  <Td num label="Parameters">
                    {template.parameterCount}
                  </Td>
                  <Td num label="Size">
                    {(template.bytes / 1024).toFixed(1)} KB
                  </Td>
                  <Td label="Fingerprint">
                    <CopyId id={`sha256:${template.sha256}`} />
                  </Td>
                </tr>
              ))}
            </tbody>
          </Table>
        </Card>
      </div>
    </>
  );
}
