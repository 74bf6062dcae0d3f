import type { ContainerInstance, Deployment, Service, Task } from "./ecs-records";

/** A service at one instant, as its scheduler judges it. */
export interface View {
  readonly service: Service;
  /** Tasks that are not STOPPED yet. */
  readonly live: readonly Task[];
  /** Instances that may hold its tasks. */
  readonly eligible: readonly ContainerInstance[];
  readonly desired: number;
  fits(host: ContainerInstance): boolean;
  isHealthy(task: Task): boolean;
  /** Its instance is being emptied. */
  isDraining(task: Task): boolean;
}

const isWanted = (task: Task): boolean => task.desired === "RUNNING";

/** Fewest healthy tasks a deployment must leave, rounded up, and most tasks it may run, rounded down. */
export function deploymentBounds(service: Service, desired: number): { least: number; most: number } {
  const { minimumHealthyPercent, maximumPercent } = service.configuration;
  return {
    least: Math.ceil((minimumHealthyPercent / 100) * desired),
    most: Math.floor((maximumPercent / 100) * desired),
  };
}

/**
 * What has to stop: `leaving` because its place or the wanted number is gone, `replaced` because a newer deployment takes
 * over. Tasks that serve nobody are replaced at once, healthy ones only as far as the minimum allows.
 * Source: aws-facts.md sections 2.2, 2.3 and 8.2.
 */
export function planStops(view: View, primary: Deployment): { leaving: Task[]; replaced: Task[] } {
  const { service, live, desired } = view;
  const wanted = live.filter(isWanted);
  const emptied = wanted.filter((task) => service.status !== "ACTIVE" || view.isDraining(task));
  const staying = wanted.filter((task) => !emptied.includes(task));
  const mine = staying.filter((task) => task.deploymentId === primary.id);
  const older = staying.filter((task) => task.deploymentId !== primary.id);
  const surplus =
    service.scheduling === "DAEMON" ? [] : mine.slice(0, Math.max(0, older.length === 0 ? mine.length - desired : 0));
  if (primary.rollout === "FAILED") return { leaving: [...emptied, ...surplus], replaced: [] };
  const { least } = deploymentBounds(service, desired);
  const replaced: Task[] = [];
  let healthy = staying.filter(view.isHealthy).length;
  for (const task of [...older].sort((a, b) => Number(view.isHealthy(a)) - Number(view.isHealthy(b)))) {
    if (!view.isHealthy(task)) replaced.push(task);
    else if (healthy - 1 >= least) {
      replaced.push(task);
      healthy--;
    }
  }
  return { leaving: [...emptied, ...surplus], replaced };
}

/** Where the PRIMARY starts tasks now. `undefined` in the answer is a wanted task no instance has room for. */
export function planStarts(view: View, primary: Deployment): (ContainerInstance | undefined)[] {
  const { service, live, desired } = view;
  if (service.scheduling === "DAEMON") {
    const taken = new Set(live.map((task) => task.instanceId));
    const free = view.eligible.filter((host) => !taken.has(host.instanceId));
    return free.map((host) => (view.fits(host) ? host : undefined));
  }
  const mine = live.filter((task) => task.deploymentId === primary.id && isWanted(task)).length;
  const { most } = deploymentBounds(service, desired);
  const count = Math.min(desired - mine, most - live.filter(isWanted).length);
  const chosen: (ContainerInstance | undefined)[] = [];
  for (let i = 0; i < count; i++) {
    const tasksOn = (host: ContainerInstance) => live.filter((task) => task.instanceId === host.instanceId).length;
    const [host] = view.eligible
      .filter((candidate) => !chosen.includes(candidate) && view.fits(candidate))
      .sort((a, b) => tasksOn(a) - tasksOn(b));
    // One task an instance and look: the next look knows what this one took.
    if (!host && chosen.length > 0) break;
    chosen.push(host);
    if (!host) break;
  }
  return chosen;
}
