import type { Kernel } from "./kernel";
import { recordClusters, recordGroups, recordInstances, recordService } from "./load-metrics";
import { MINUTE } from "./metric-series";
import type { Metrics } from "./metrics";
import type { Fleet, Place, RunningTask } from "./seams";
import { groupBy, shareWork, type TaskLoad } from "./task-load";
import type { Traffic } from "./traffic";

interface LoadDependencies {
  readonly kernel: Kernel;
  readonly fleet: Fleet;
  readonly places: () => readonly Place[];
  readonly traffic: Traffic;
  readonly metrics: Metrics;
}

/** The CPU share the default traffic aims at where the day's curve is at 1. */
const AIM = 0.48;
/** People come when a service has run this long; by then its first tasks are all there to be counted. */
const SETTLED_AFTER = MINUTE;

const MINUTES_A_DAY = 1440;

export type Load = ReturnType<typeof createLoad>;

/**
 * Turns traffic into CPU and both into datapoints, once a minute for the minute past: a service's requests are shared
 * by its healthy tasks, tasks share their instance's CPU, and what an instance cannot give is slow or fails.
 */
export function createLoad({ kernel, fleet, places, traffic, metrics }: LoadDependencies) {
  /** Every task's share at `at`; a service gets its default traffic when it is first healthy. */
  const look = (place: Place, at: number): TaskLoad[] => {
    const tasks = fleet.tasks(place);
    const healthy = groupBy(
      tasks.filter((task) => task.healthy && task.service !== undefined),
      serviceKey,
    );
    for (const peers of healthy.values()) {
      const service = peers[0]?.service;
      const isSettled = peers.some((peer) => peer.startedAt <= at - SETTLED_AFTER);
      if (service !== undefined && isSettled) traffic.settle(place, service, fittingRate(peers));
    }
    return shareWork(tasks, (task) => {
      const peers = task.healthy ? healthy.get(serviceKey(task)) : undefined;
      return peers && task.service !== undefined ? traffic.rate(place, task.service, at) / peers.length : 0;
    });
  };

  kernel.on("load.minute", () => {
    plan();
    const at = Math.floor(kernel.now() / MINUTE) * MINUTE - MINUTE;
    for (const place of places()) {
      const loads = look(place, at + MINUTE / 2);
      const random = () => kernel.random();
      for (const service of byService(loads)) {
        recordService(metrics, place, { ...service, at, requestsPerSecond: wanted(place, service, at), random });
      }
      recordClusters(metrics, place, fleet.clusters(place), loads, at);
      recordInstances(metrics, place, fleet.instances(place), loads, at, random);
      recordGroups(metrics, place, fleet.groups(place), at);
    }
    if ((at / MINUTE) % MINUTES_A_DAY === 0) metrics.prune();
  });

  /** What people ask of a service, also while nobody can answer. */
  const wanted = (place: Place, { service }: { service?: string | undefined }, at: number): number =>
    service === undefined ? 0 : traffic.rate(place, service, at + MINUTE / 2);

  const plan = () => kernel.scheduleAt("load.minute", (Math.floor(kernel.now() / MINUTE) + 1) * MINUTE);
  const begun = kernel.slice("load.begun", () => ({ minute: false }));
  if (!begun.minute) plan();
  begun.minute = true;

  return {
    /** What each running task is doing now. */
    tasks: (place: Place): TaskLoad[] => look(place, kernel.now()),
  };
}

/** The rate at which these tasks would use a comfortable share of what they reserved. */
function fittingRate(tasks: readonly RunningTask[]): number {
  const vcpus = tasks.reduce((sum, task) => sum + Math.min(task.cpuUnits / 1024, task.instanceVcpus), 0);
  const cost = Math.max(...tasks.map((task) => task.image.cpuMillisPerRequest), 0.5) / 1000;
  return (AIM * vcpus) / cost;
}

const serviceKey = ({ cluster, service }: RunningTask): string => `${cluster}/${service ?? ""}`;

function byService(loads: readonly TaskLoad[]) {
  return [...groupBy(loads, ({ task }) => serviceKey(task)).values()].flatMap((group) => {
    const task = group[0]?.task;
    return task ? [{ cluster: task.cluster, service: task.service, loads: group }] : [];
  });
}
