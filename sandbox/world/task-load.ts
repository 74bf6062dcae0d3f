import type { RunningTask } from "./seams";

/** What one task did in a minute. */
export interface TaskLoad {
  readonly task: RunningTask;
  readonly requestsPerSecond: number;
  /** vCPUs used. */
  readonly vcpus: number;
  /** Share of what was wanted that the instance could give, 1 when all. */
  readonly served: number;
}

const IDLE_VCPUS = 0.008;
/** What a starting process takes until it is healthy. */
const STARTING_VCPUS = 0.12;

/** Shares requests and CPU: tasks of one instance get what it has, in proportion to what they need. */
export function shareWork(tasks: readonly RunningTask[], rateOf: (task: RunningTask) => number): TaskLoad[] {
  const asked = tasks.map((task) => {
    const requestsPerSecond = rateOf(task);
    const work = (requestsPerSecond * task.image.cpuMillisPerRequest) / 1000;
    return { task, requestsPerSecond, vcpus: work + (task.healthy ? IDLE_VCPUS : STARTING_VCPUS) };
  });
  const demand = new Map<string, number>();
  const hostOf = (task: RunningTask) => task.instanceId ?? task.taskArn;
  for (const { task, vcpus } of asked) demand.set(hostOf(task), (demand.get(hostOf(task)) ?? 0) + vcpus);
  return asked.map((one) => {
    const served = Math.min(1, (one.task.instanceVcpus * 0.99) / (demand.get(hostOf(one.task)) ?? 1));
    return { ...one, vcpus: one.vcpus * served, served };
  });
}

export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
