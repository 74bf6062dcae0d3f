"use client";

import { Age } from "@/components/ui/age";
import { Chip } from "@/components/ui/chip";
import { useZone } from "@/components/ui/clock";
import { CopyId } from "@/components/ui/copy-id";
import { Fact } from "@/components/ui/key-value";
import { LiveMark } from "@/components/ui/live-mark";
import { PageHeader } from "@/components/ui/page-header";
import { StaleLine } from "@/components/ui/states";
import { Tabs } from "@/components/ui/tabs";
import { stackPath } from "@/lib/place";
import { deploymentWords, isDeploying, nameAndStage, newestReading, spread } from "./facts";
import { OperationBanner } from "./operation-banner";
import { useService } from "./service-context";
import { StackActions } from "./stack-actions";

const TABS = ["overview", "deployments", "scaling", "tasks", "logs", "events", "resources", "settings"] as const;

/** Name, state, the three facts, the buttons, and the tabs: over every page of a stack. */
export function StackHeader() {
  const { stackRef, parts, status } = useService();
  const zone = useZone();
  const { name, stage } = nameAndStage(stackRef, parts.stack.data);
  const health = parts.health.data;
  const group = parts.group.data;
  const taskScaling = parts.taskScaling.data;
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Fleet", href: "/" }, { label: name === stackRef.stack ? name : stackRef.stack }]}
        title={name}
        stage={stage}
        chips={
          <>
            {health && <Chip tone={health.tone}>{health.words}</Chip>}
            {taskScaling && (
              <Chip tone="muted" sign={false}>
                {parts.service.data?.running ?? 0} of max {taskScaling.max} tasks
              </Chip>
            )}
            {group && (
              <Chip tone="muted" sign={false}>
                {group.inService} of max {group.max} instances
              </Chip>
            )}
          </>
        }
        facts={<ThreeFacts />}
        actions={<StackActions />}
      />
      {parts.stack.error && <StaleLine error={parts.stack.error} at={parts.stack.at} />}
      <OperationBanner />
      <Tabs
        label="About this stack"
        tabs={TABS.map((tab) => ({
          href: stackPath(stackRef, tab),
          label: `${tab.charAt(0).toUpperCase()}${tab.slice(1)}`,
        }))}
        aside={
          <>
            <LiveMark status={status} at={newestReading(parts)} /> · times in {zone}
          </>
        }
      />
    </>
  );
}

/** Stack, deployment and running version are three things that can disagree, so they stand apart. */
function ThreeFacts() {
  const { parts } = useService();
  const stack = parts.stack.data;
  const versions = parts.versions.data ?? [];
  const mixed = versions.length > 1 && !isDeploying(parts.service.data);
  return (
    <>
      <Fact name="Stack">
        {stack ? (
          <>
            {stack.status}, <Age at={stack.updatedAt ?? stack.createdAt} />
          </>
        ) : (
          "not there yet"
        )}
      </Fact>
      {(parts.service.data || parts.service.at > 0) && (
        <Fact name="Deployment">{deploymentWords(parts.service.data, stack)}</Fact>
      )}
      {versions.length > 0 && (
        <Fact name="Running">
          {versions.map((version, index) => (
            <span key={version.digest ?? version.version}>
              {index > 0 && ", "}
              <b>{version.version}</b> {version.digest && <CopyId id={version.digest} what="image digest" />}{" "}
              {spread(version, versions)}
            </span>
          ))}
          {mixed && (
            <>
              {" "}
              <Chip tone="warn">different versions without a deployment</Chip>
            </>
          )}
        </Fact>
      )}
    </>
  );
}
