import type { CapacityProviderStrategyItem } from "@aws-sdk/client-ecs";
import { fullestProvider, isFargate, nextProvider } from "./capacity-strategy";
import type { ContainerInstance, Deployment, Service, Task } from "./ecs-records";
import { type Candidate, choose, type Need, obstacleIn, occupy, type Room } from "./placement";

/** Where a task goes. `queue`: it waits in PROVISIONING until its capacity provider has grown. */
export type Seat =
  | { readonly on: "instance"; readonly host: ContainerInstance; readonly provider?: string }
  | { readonly on: "fargate"; readonly provider?: string }
  | { readonly on: "queue"; readonly provider: string };

/** A service at one instant, as its scheduler judges it. */
export interface View {
  readonly service: Service;
  /** Tasks that are not STOPPED yet. */
  readonly live: readonly Task[];
  /** Instances that may hold its tasks. */
  readonly eligible: readonly ContainerInstance[];
  readonly desired: number;
  readonly need: Need;
  readonly launchesOn: "EC2" | "FARGATE";
  /** Empty for a service that names a launch type. */
  readonly strategy: readonly CapacityProviderStrategyItem[];
  /** Whether an instance belongs to a capacity provider. */
  serves(host: ContainerInstance, provider: string): boolean;
  /** Whether the provider grows by itself, so that tasks may wait for it. */
  isManaged(provider: string): boolean;
  roomOn(host: ContainerInstance): Room;
  isHealthy(task: Task): boolean;
  /** Its instance is being emptied. */
  isDraining(task: Task): boolean;
}

const isWanted = (task: Task): boolean => task.desired === "RUNNING";
const countOf = (tasks: readonly Task[]) => (provider: string) =>
  tasks.filter((task) => task.capacityProvider === provider).length;

/** Fewest healthy tasks a deployment must leave, rounded up, and most tasks it may run, rounded down. */
export function deploymentBounds(service: Service, desired: number): { least: number; most: number } {
  const { minimumHealthyPercent, maximumPercent } = service.configuration;
  return {
    least: Math.ceil((minimumHealthyPercent / 100) * desired),
    most: Math.floor((maximumPercent / 100) * desired),
  };
}

/** The tasks a service that became too large gives up: idle ones first, then where there are most of them. */
export function chooseSurplus(view: View, mine: readonly Task[], count: number): Task[] {
  const left = [...mine];
  const chosen: Task[] = [];
  while (chosen.length < count && left.length > 0) {
    const provider = fullestProvider(view.strategy, countOf(left));
    const pool = provider ? left.filter((task) => task.capacityProvider === provider) : left;
    const inZone = (zone: string) => left.filter((task) => task.zone === zone).length;
    const [victim] = [...pool].sort(
      (a, b) =>
        Number(a.status === "RUNNING") - Number(b.status === "RUNNING") ||
        Number(view.isHealthy(a)) - Number(view.isHealthy(b)) ||
        inZone(b.zone) - inZone(a.zone),
    );
    if (!victim) break;
    left.splice(left.indexOf(victim), 1);
    chosen.push(victim);
  }
  return chosen;
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
  const tooMany = service.scheduling === "DAEMON" || older.length > 0 ? 0 : Math.max(0, mine.length - desired);
  const surplus = tooMany > 0 ? chooseSurplus(view, mine, tooMany) : [];
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

/** Where the PRIMARY starts tasks now. `undefined` in the answer is a wanted task nothing has room for. */
export function planStarts(view: View, primary: Deployment): (Seat | undefined)[] {
  const { service, live, desired } = view;
  if (service.scheduling === "DAEMON") {
    const taken = new Set(live.map((task) => task.instanceId));
    const free = view.eligible.filter((host) => !taken.has(host.instanceId));
    return free.map((host) =>
      obstacleIn(view.roomOn(host), view.need) === undefined ? { on: "instance", host } : undefined,
    );
  }
  const mine = live.filter((task) => task.deploymentId === primary.id && isWanted(task));
  const { most } = deploymentBounds(service, desired);
  const count = Math.min(desired - mine.length, most - live.filter(isWanted).length);
  const chosen: (Seat | undefined)[] = [];
  if (count <= 0) return chosen;
  const find = createSeating(view);
  for (let i = 0; i < count; i++) {
    const here = countOf(mine);
    const provider = nextProvider(
      view.strategy,
      (name) => here(name) + chosen.filter((seat) => seat?.provider === name).length,
    );
    const seat = view.launchesOn === "FARGATE" ? fargateSeat(provider) : find(provider);
    chosen.push(seat);
    if (!seat) break;
  }
  return chosen;
}

/** Where tasks that wait for their capacity provider can go now. */
export function planQueue(view: View): { task: Task; host: ContainerInstance }[] {
  const waiting = view.live.filter((task) => task.awaiting && isWanted(task));
  if (waiting.length === 0) return [];
  const find = createSeating(view);
  return waiting.flatMap((task) => {
    const seat = find(task.capacityProvider);
    return seat?.on === "instance" ? [{ task, host: seat.host }] : [];
  });
}

const fargateSeat = (provider: string | undefined): Seat => ({
  on: "fargate",
  ...(provider !== undefined && isFargate(provider) ? { provider } : {}),
});

/** Hands out room on the service's instances; what it gave is taken for the next task. */
function createSeating(view: View): (provider: string | undefined) => Seat | undefined {
  const isDistinct = (view.service.spec.placementConstraints ?? []).some(({ type }) => type === "distinctInstance");
  const count = new Map<string, number>();
  for (const { instanceId } of view.live) if (instanceId) count.set(instanceId, (count.get(instanceId) ?? 0) + 1);
  const candidates = view.eligible.map(
    (host): Candidate => ({ host, room: view.roomOn(host), tasks: count.get(host.instanceId) ?? 0 }),
  );
  return (provider) => {
    const free = candidates.filter(
      ({ host, room, tasks }) =>
        (provider === undefined || view.serves(host, provider)) &&
        !(isDistinct && tasks > 0) &&
        obstacleIn(room, view.need) === undefined,
    );
    const chosen = choose(free, view.service.spec.placementStrategy ?? []);
    if (!chosen) return provider !== undefined && view.isManaged(provider) ? { on: "queue", provider } : undefined;
    occupy(chosen.room, view.need);
    chosen.tasks++;
    return { on: "instance", host: chosen.host, ...(provider ? { provider } : {}) };
  };
}
