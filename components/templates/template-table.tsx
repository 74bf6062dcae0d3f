import Link from "next/link";
import { Age } from "@/components/ui/age";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { plural } from "@/components/ui/format";
import { Table, Td, Th } from "@/components/ui/table";
import type { TemplateSummary } from "@/lib/templates/types";

/** What can be launched, by title. `findings` is how many the lint has. */
export function TemplateTable({
  templates,
}: {
  templates: readonly (TemplateSummary & { readonly findings: number })[];
}) {
  return (
    <Card flush>
      <Table caption="Templates">
        <thead>
          <tr>
            <Th>Template</Th>
            <Th>Version</Th>
            <Th>From</Th>
            <Th num>Resources</Th>
            <Th num>Parameters</Th>
            <Th>Checks</Th>
          </tr>
        </thead>
        <tbody>
          {templates.map((template) => (
            <tr key={template.id}>
              <Td first>
                <Link href={`/templates/${template.id}`}>{template.title}</Link>
                <div className="sub break">{template.description}</div>
              </Td>
              <Td label="Version">{template.version && `v${template.version}`}</Td>
              <Td label="From">
                {template.upload ? (
                  <>
                    {template.upload.byName}, <Age at={template.upload.at} />
                  </>
                ) : (
                  "Slipway"
                )}
              </Td>
              <Td num label="Resources">
                {template.resourceCount}
              </Td>
              <Td num label="Parameters">
                {template.parameterCount}
              </Td>
              <Td label="Checks">
                {template.findings === 0 ? (
                  <Chip tone="ok">nothing found</Chip>
                ) : (
                  <Chip tone="warn">{plural(template.findings, "finding")}</Chip>
                )}
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}
