import Link from "next/link";
import { Age } from "@/components/ui/age";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { Table, Td, Th } from "@/components/ui/table";
import type { TemplateVersion } from "@/lib/templates/types";

/** Who changed a template when and why, newest first, each with what to do with it. */
export function VersionTable({
  id,
  versions,
  shown,
}: {
  id: string;
  versions: readonly TemplateVersion[];
  shown: number | undefined;
}) {
  const newest = versions[0]?.number;
  return (
    <Card title="Versions" flush>
      <Table caption="Versions">
        <thead>
          <tr>
            <Th>Version</Th>
            <Th>Why</Th>
            <Th>By</Th>
            <Th>State</Th>
            <Th>Compare</Th>
            <Th>File</Th>
          </tr>
        </thead>
        <tbody>
          {versions.map(({ number, reason, byName, at, released, unchecked }, index) => {
            const before = versions[index + 1]?.number;
            return (
              <tr key={number}>
                <Td first>
                  <Link href={`/templates/${id}@${number}`} aria-current={number === shown ? "true" : undefined}>
                    v{number}
                  </Link>
                </Td>
                <Td label="Why">
                  <span className="break">{reason}</span>
                </Td>
                <Td label="By">
                  {byName}, <Age at={at} />
                </Td>
                <Td label="State">
                  {unchecked ? <Chip tone="warn">not checked by AWS</Chip> : released ? "launched" : "not launched yet"}
                </Td>
                <Td label="Compare">
                  {before !== undefined && (
                    <Link href={`/templates/${id}/diff?from=${before}&to=${number}`}>with v{before}</Link>
                  )}
                  {newest !== undefined && newest !== number && newest - 1 !== number && (
                    <>
                      {before !== undefined && ", "}
                      <Link href={`/templates/${id}/diff?from=${number}&to=${newest}`}>with v{newest}</Link>
                    </>
                  )}
                </Td>
                <Td label="File">
                  <a href={`/api/templates/${id}@${number}`} download>
                    Download v{number}
                  </a>
                </Td>
              </tr>
            );
          })}
        </tbody>
      </Table>
    </Card>
  );
}
