"use client";

import Link from "next/link";
import { CpuChart, CpuLegend } from "@/components/charts/cpu-chart";
import { cpuChartModel, type DeploymentMark } from "@/components/charts/cpu-model";
import { RANGES, type Range } from "@/components/charts/ranges";
import { LogTail } from "@/components/logs/log-tail";
import { allActivities } from "@/components/scaling/activities";
import { mergeTimeline } from "@/components/timeline/merge";
import { failedSources, nothingRead } from "@/components/timeline/sources";
import { Timeline } from "@/components/timeline/timeline";
import { Card } from "@/components/ui/card";
import { plural } from "@/components/ui/format";
import { Segments } from "@/components/ui/segments";
import { SkeletonLines } from "@/components/ui/skeleton";
import { Empty, PartView, StaleLine } from "@/components/ui/states";
import type { LogParts, Part, ServiceParts, Snapshot } from "@/lib/live/types";
import { stackPath } from "@/lib/place";
import type { History } from "@/lib/scaling/history-types";
import type { ServiceFacts } from "@/lib/services/types";
import { isWithoutService } from "./facts";
import { NoService } from "./no-service";
import style from "./overview.module.css";
import { ProgressPanel } from "./progress/progress-panel";
import { useService } from "./service-context";
import { isStopped } from "./task-words";
import { TasksTable } from "./tasks-table";
import { WhyCard } from "./why-card";

const NEWEST = 10;

/** All of a service on one page. `history` is there for ranges longer than what is followed live. */
export function Overview({
  range,
  history,
  logs,
}: {
  range: Range;
  history: Part<History> | null;
  logs: Snapshot<LogParts>;
}) {
  const { stackRef, parts } = useService();
  if (isWithoutService(parts)) return <OverviewWithoutService />;
  return (
    <>
      <ProgressPanel />
      <div style={{ margin: "10px 0" }}>
        <Segments
          label="Time range"
          items={Object.entries(RANGES).map(([key, { words }]) => ({
            key,
            label: key,
            title: `The last ${words}`,
            current: key === range,
            href: `${stackPath(stackRef)}?range=${key}`,
          }))}
        />
      </div>
      <div className={style.top}>
        <CpuCard range={range} history={history} />
        <WhyCard />
      </div>
      <div className={style.below}>
        <TimelineCard />
        <TasksCard />
        <Card
          title="Logs"
          sub="all containers, following"
          className={style.logs}
          aside={
            <Link href={stackPath(stackRef, "logs")} prefetch={false}>
              Open logs
            </Link>
          }
        >
          <LogTail snapshot={logs} />
        </Card>
      </div>
    </>
  );
}

function OverviewWithoutService() {
  return (
    <div className="stack">
      <NoService what="there is no load, scaling, task or log to show" />
      <TimelineCard />
    </div>
  );
}

function TimelineCard() {
  const { stackRef, parts } = useService();
  const happenings = mergeTimeline(parts, stackRef.stack);
  return (
    <Card
      title="Timeline"
      className={style.timeline}
      aside={
        <Link href={stackPath(stackRef, "events")} prefetch={false}>
          All events
        </Link>
      }
    >
      {failedSources(parts).map(({ error, at }) => (
        <StaleLine key={error.message} error={error} at={at} />
      ))}
      {nothingRead(parts) ? (
        <SkeletonLines lines={NEWEST} label="Events are being read" />
      ) : happenings.length > 0 ? (
        <Timeline happenings={happenings} most={NEWEST} />
      ) : (
        <Empty title="Nothing has happened yet." />
      )}
    </Card>
  );
}

function CpuCard({ range, history }: { range: Range; history: Part<History> | null }) {
  const { stackRef, parts, now } = useService();
  const past = history?.data;
  const to = past ? past.to : now;
  const model = cpuChartModel({
    series: history ? (past?.series ?? []) : (parts.series.data ?? []),
    alarms: parts.alarms.data ?? [],
    bands: past?.bands ?? parts.alarmBands.data ?? [],
    activities: allActivities(parts),
    deployments: deploymentMarks(parts),
    from: to - RANGES[range].ms,
    to,
    stack: stackRef.stack,
  });
  return (
    <Card title="CPU, average of all tasks" aside={<CpuLegend counted={model.counted} />}>
      <PartView<unknown> part={history ?? parts.series} what="CPU" lines={9}>
        {() =>
          model.cpu.length > 0 ? (
            <CpuChart model={model} />
          ) : (
            <Empty title="No CPU datapoints yet.">
              CloudWatch gets the first one about two minutes after the first task has started.
            </Empty>
          )
        }
      </PartView>
    </Card>
  );
}

/** Releases name what was deployed best; without any, ECS's own deployments do. */
function deploymentMarks({ releases, service }: ServiceParts): readonly DeploymentMark[] {
  const known = releases.data ?? [];
  if (known.length === 0) {
    return (service.data?.deployments ?? []).map((each) => ({ ...each, failed: each.rollout === "FAILED" }));
  }
  return known.map(({ id, at, version, outcome }) => ({
    id,
    createdAt: at,
    version,
    failed: outcome === "failed" || outcome === "rolled_back",
  }));
}

/** Where a service's tasks run; undefined where that is only "on instances". */
function placedWords(service: ServiceFacts | null): string | undefined {
  if (service?.scheduling === "DAEMON") return "one per instance (daemon)";
  if (service?.fargate) return "on Fargate";
  const [provider] = service?.capacityProviders ?? [];
  return provider && `placed by capacity provider ${provider}`;
}

function TasksCard() {
  const { stackRef, parts } = useService();
  const placed = placedWords(parts.service.data);
  return (
    <Card
      title="Tasks"
      sub={placed}
      className={style.tasks}
      aside={
        <Link href={stackPath(stackRef, "tasks")} prefetch={false}>
          Stopped ones too
        </Link>
      }
    >
      <PartView part={parts.tasks} what="Tasks">
        {(tasks) => {
          const live = tasks.filter((task) => !isStopped(task));
          return live.length > 0 ? (
            <TasksTable tasks={live} stackRef={stackRef} />
          ) : (
            <Empty title="No task is running.">
              {tasks.length > 0
                ? `${plural(tasks.length, "task")} stopped lately; the tab Tasks says why.`
                : "Tasks appear here as soon as ECS starts them."}
            </Empty>
          );
        }}
      </PartView>
    </Card>
  );
}
