"use client";

import { type Happening, resourceSteps } from "@/components/timeline/merge";
import { Timeline } from "@/components/timeline/timeline";
import { Age } from "@/components/ui/age";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { CopyId } from "@/components/ui/copy-id";
import { durationWords } from "@/components/ui/format";
import { Empty, PartView } from "@/components/ui/states";
import { Head, Table, Td } from "@/components/ui/table";
import type { Release } from "@/lib/releases/types";
import type { Deployment } from "@/lib/services/types";
import type { Tone } from "@/lib/stacks/types";
import { isWithoutService, rolloutWords } from "./facts";
import { OperationCard, useIsNews } from "./operation-banner";
import { ProgressPanel, useRuns } from "./progress/progress-panel";
import { SpanBars } from "./progress/span-bars";
import { useService } from "./service-context";

/** The journal's start is estimated, the stack's events are AWS's own. */
const CLOCK_SLACK_MS = 3_000;

/** What was and is being rolled out: the operation, ECS's deployments, the releases. */
export function Deployments() {
  const { parts } = useService();
  const operation = parts.operation.data;
  const inBanner = useIsNews(operation);
  const { runs, moving } = useRuns();
  const [last] = runs;
  return (
    <div className="stack">
      {operation && !inBanner && (
        <section className="stack" aria-label="The last operation">
          <OperationCard operation={operation} progress={null} stack={parts.stack.data} />
        </section>
      )}
      <ProgressPanel />
      {operation && (
        <Card title="Steps of the stack" sub="as they come">
          <PartView part={parts.stackEvents} what="Stack events" lines={6}>
            {(events) => (
              <>
                {!moving && last && last.from >= operation.startedAt - CLOCK_SLACK_MS && <SpanBars run={last} />}
                <Steps steps={resourceSteps(events).filter((step) => step.at >= operation.startedAt)} />
              </>
            )}
          </PartView>
        </Card>
      )}
      <Card title="Deployments" sub="as ECS has them now">
        <PartView part={parts.service} what="Deployments">
          {(service) =>
            service && service.deployments.length > 0 ? (
              <DeploymentsTable deployments={service.deployments} />
            ) : (
              <Empty title="No deployment.">
                {service
                  ? "ECS lists none for this service."
                  : `There is no ECS service in this stack${isWithoutService(parts) ? "." : " yet."}`}
              </Empty>
            )
          }
        </PartView>
      </Card>
      <Card title="Releases" sub="what was deployed, newest first">
        <PartView part={parts.releases} what="Releases">
          {(releases) =>
            releases.length > 0 ? (
              <ReleasesTable releases={releases} />
            ) : (
              <Empty title="No release is known yet.">
                Each launch, deploy and rollback made here is kept as a release, so that one click can bring it back.
              </Empty>
            )
          }
        </PartView>
      </Card>
    </div>
  );
}

function Steps({ steps }: { steps: readonly Happening[] }) {
  return steps.length > 0 ? (
    <Timeline happenings={steps} most={8} />
  ) : (
    <Empty title="No step yet.">CloudFormation names each resource here as it begins with it.</Empty>
  );
}

const ROLE: Record<Deployment["status"], string> = {
  PRIMARY: "newest",
  ACTIVE: "being replaced",
  INACTIVE: "replaced",
};

function DeploymentsTable({ deployments }: { deployments: readonly Deployment[] }) {
  return (
    <Table caption="Deployments of the ECS service">
      <Head
        columns={[
          "Version",
          "Which",
          "State",
          { num: "Running" },
          { num: "Starting" },
          { num: "Failed" },
          "Begun",
          "Deployment",
        ]}
      />
      <tbody>
        {deployments.map((deployment) => {
          const { tone, words } = rolloutWords(deployment);
          return (
            <tr key={deployment.id}>
              <Td first>
                <b>{deployment.version ?? deployment.taskDefinition.split("/").at(-1)}</b>
              </Td>
              <Td first>{ROLE[deployment.status]}</Td>
              <Td first>
                <Chip tone={tone}>{words}</Chip>
                {deployment.rolloutReason && <div className="sub break">{deployment.rolloutReason}</div>}
              </Td>
              <Td num label="running">
                {deployment.running} of {deployment.desired}
              </Td>
              <Td num label="starting">
                {deployment.pending}
              </Td>
              <Td num label="failed">
                {deployment.failed}
              </Td>
              <Td label="begun">
                <Age at={deployment.createdAt} />
              </Td>
              <Td mono>
                <CopyId
                  id={deployment.id}
                  short={deployment.id.replace(/^ecs-svc\//, "").slice(0, 10)}
                  what="deployment id"
                />
              </Td>
            </tr>
          );
        })}
      </tbody>
    </Table>
  );
}

const OUTCOME: Record<Release["outcome"], { tone: Tone; words: string }> = {
  running: { tone: "busy", words: "being deployed" },
  succeeded: { tone: "ok", words: "succeeded" },
  failed: { tone: "bad", words: "failed" },
  rolled_back: { tone: "bad", words: "failed, rolled back" },
  unknown: { tone: "warn", words: "not known" },
};

function ReleasesTable({ releases }: { releases: readonly Release[] }) {
  return (
    <Table caption="Releases, newest first">
      <Head columns={[{ num: "#" }, "Version", "Outcome", "Image", "Template", "Who", "Why", "When", "Seen healthy"]} />
      <tbody>
        {releases.map((release) => (
          <ReleaseRow key={release.id} release={release} />
        ))}
      </tbody>
    </Table>
  );
}

/** Of a release made elsewhere Slipway knows only that it found it healthy, not how long that took. */
function healthyWords({ healthyAt, at, origin, outcome }: Release): string {
  if (!healthyAt) return outcome === "running" ? "not yet" : "never";
  return origin === "outside" ? "yes" : `after ${durationWords(healthyAt - at)}`;
}

function ReleaseRow({ release }: { release: Release }) {
  const { tone, words } = OUTCOME[release.outcome];
  const template = release.templateVersion ? `v${release.templateVersion}` : release.templateSha256.slice(0, 8);
  return (
    <tr>
      <Td num first>
        {release.number}
      </Td>
      <Td first>
        <b>{release.version}</b>
        {release.rollbackOf && <span className="sub"> rollback</span>}
      </Td>
      <Td first>
        <Chip tone={tone}>{words}</Chip>
      </Td>
      <Td mono>{release.digest ? <CopyId id={release.digest} what="image digest" /> : "–"}</Td>
      <Td label="template">
        <span title={release.templateId}>{template}</span>
      </Td>
      <Td label="by">{release.by}</Td>
      <Td label="why">{release.reason ?? "–"}</Td>
      <Td label="when">
        <Age at={release.at} />
      </Td>
      <Td label="healthy">{healthyWords(release)}</Td>
    </tr>
  );
}
