import Link from "next/link";
import { Age } from "@/components/ui/age";
import { Card } from "@/components/ui/card";
import { Table, Td, Th } from "@/components/ui/table";
import type { UploadedTemplate } from "@/lib/templates/types";

/** What is kept and not offered any more. */
export function ArchivedTemplates({ templates }: { templates: readonly UploadedTemplate[] }) {
  return (
    <Card title="Archived" sub="kept, not offered" flush>
      <Table caption="Archived templates">
        <thead>
          <tr>
            <Th>Template</Th>
            <Th>Archived</Th>
          </tr>
        </thead>
        <tbody>
          {templates.map(({ id, title, archivedAt, archivedBy }) => (
            <tr key={id}>
              <Td first>
                <Link href={`/templates/${id}`}>{title}</Link>
              </Td>
              <Td label="Archived">
                {archivedBy}, <Age at={archivedAt ?? 0} />
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}
