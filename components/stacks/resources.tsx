"use client";

import { Age } from "@/components/ui/age";
import { AwsLink } from "@/components/ui/aws-link";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { CopyId } from "@/components/ui/copy-id";
import { plural } from "@/components/ui/format";
import { Empty, PartView } from "@/components/ui/states";
import { Head, LINKS, Table, Td } from "@/components/ui/table";
import { ProgressPanel, useRuns } from "./progress/progress-panel";
import { SpanBars } from "./progress/span-bars";
import { StackPicture } from "./progress/stack-picture";
import { resourceTone } from "./resource-tone";
import { useService } from "./service-context";

/** What the stack is made of: as a picture, as the last operation's bars, and as a table. */
export function Resources() {
  return (
    <div className="stack">
      <PictureCard />
      <ResourceTable />
    </div>
  );
}

function PictureCard() {
  const { parts } = useService();
  const { runs, moving } = useRuns();
  if (moving) return <ProgressPanel />;
  const last = runs[0];
  if (!parts.resources.data?.length) return null;
  return (
    <Card title="Architecture" sub="lines as the template refers">
      <StackPicture run={undefined} />
      {last && last.spans.length > 0 && (
        <details style={{ marginTop: 10 }}>
          <summary>The last operation, resource by resource</summary>
          <SpanBars run={last} />
        </details>
      )}
    </Card>
  );
}

function ResourceTable() {
  const { parts, stackRef } = useService();
  return (
    <Card title="Resources" sub={parts.resources.data ? plural(parts.resources.data.length, "resource") : undefined}>
      <PartView part={parts.resources} what="Resources" lines={10}>
        {(resources) =>
          resources.length === 0 ? (
            <Empty title="No resource yet.">CloudFormation lists them as it begins with them.</Empty>
          ) : (
            <Table caption="Resources of the stack">
              <Head columns={["Name in the template", "Type", "Status", "Id", "Changed", LINKS]} />
              <tbody>
                {resources.map((resource) => (
                  <tr key={resource.logicalId} id={resource.logicalId}>
                    <Td first>
                      <b className="break">{resource.logicalId}</b>
                    </Td>
                    <Td>
                      <span className="sub break">{resource.type}</span>
                    </Td>
                    <Td first>
                      <Chip tone={resourceTone(resource.status)}>{resource.status}</Chip>
                      {resource.reason && <div className="sub break">{resource.reason}</div>}
                    </Td>
                    <Td>
                      {resource.physicalId ? (
                        <CopyId id={resource.physicalId} short={short(resource.physicalId)} />
                      ) : (
                        "–"
                      )}
                    </Td>
                    <Td label="changed">
                      <Age at={resource.updatedAt} />
                    </Td>
                    <Td>
                      {resource.physicalId && (
                        <AwsLink type={resource.type} physicalId={resource.physicalId} region={stackRef.region} />
                      )}
                    </Td>
                  </tr>
                ))}
              </tbody>
            </Table>
          )
        }
      </PartView>
    </Card>
  );
}

/** The end of a long id tells more than its beginning. */
const short = (id: string): string => {
  const tail = id.startsWith("arn:") ? id.split(":").slice(5).join(":") : id;
  return tail.length > 44 ? `…${tail.slice(-42)}` : tail;
};
