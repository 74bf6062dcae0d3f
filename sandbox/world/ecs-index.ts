import type { ContainerInstance, EcsState, Service, Task } from "./ecs-records";

/** Things filed under a key; order of arrival is kept. */
class Drawers<T> {
  private readonly drawers = new Map<string, Set<T>>();

  put(key: string, item: T): void {
    const drawer = this.drawers.get(key);
    if (drawer) drawer.add(item);
    else this.drawers.set(key, new Set([item]));
  }

  take(key: string, item: T): void {
    const drawer = this.drawers.get(key);
    if (drawer?.delete(item) && drawer.size === 0) this.drawers.delete(key);
  }

  at(key: string): T[] {
    return [...(this.drawers.get(key) ?? [])];
  }
}

export type EcsIndex = ReturnType<typeof indexOf>;

const ownerKey = (task: Task): string => `${task.cluster}/${task.service ?? ""}`;
const address = (id: string, port: number): string => `${id}|${port}`;

/**
 * What the state of one place is looked up by, so that no event has to search the whole world. Derived from the state
 * and never stored. Tasks are filed under service, instance and address while they are not STOPPED.
 */
export function indexOf(state: EcsState) {
  const byService = new Drawers<Task>();
  const byInstance = new Drawers<Task>();
  const byAddress = new Drawers<Task>();
  const byCluster = new Drawers<Task>();
  const waiting = new Drawers<Task>();
  const services = new Drawers<Service>();
  const hosts = new Drawers<ContainerInstance>();
  const hostOf = new Map<string, ContainerInstance>();

  const placeTask = (task: Task) => {
    if (task.instanceId) byInstance.put(task.instanceId, task);
    for (const target of task.targets) byAddress.put(address(target.id, target.port), task);
  };
  const addTask = (task: Task) => {
    byCluster.put(task.cluster, task);
    if (task.status === "STOPPED") return;
    byService.put(ownerKey(task), task);
    if (task.awaiting) waiting.put(task.cluster, task);
    else placeTask(task);
  };
  const addService = (service: Service) => services.put(service.cluster, service);
  const addHost = (host: ContainerInstance) => {
    hosts.put(host.cluster, host);
    hostOf.set(host.instanceId, host);
  };
  for (const task of Object.values(state.tasks)) addTask(task);
  for (const service of Object.values(state.services)) addService(service);
  for (const host of Object.values(state.containerInstances)) addHost(host);

  return {
    addTask,
    addService,
    addHost,
    /** A task that waited for capacity has its instance now. */
    seated(task: Task) {
      waiting.take(task.cluster, task);
      placeTask(task);
    },
    /** The task is STOPPED: only its cluster still lists it. */
    endTask(task: Task) {
      byService.take(ownerKey(task), task);
      waiting.take(task.cluster, task);
      if (task.instanceId) byInstance.take(task.instanceId, task);
      for (const target of task.targets) byAddress.take(address(target.id, target.port), task);
    },
    forgetTask: (task: Task) => byCluster.take(task.cluster, task),
    dropHost(host: ContainerInstance) {
      hosts.take(host.cluster, host);
      hostOf.delete(host.instanceId);
    },
    dropService: (service: Service) => services.take(service.cluster, service),

    liveTasks: (service: Service) => byService.at(`${service.cluster}/${service.name}`),
    tasksOn: (instanceId: string) => byInstance.at(instanceId),
    tasksAt: (targetId: string, port: number) => byAddress.at(address(targetId, port)),
    tasksIn: (cluster: string) => byCluster.at(cluster),
    waitingIn: (cluster: string) => waiting.at(cluster),
    servicesIn: (cluster: string) => services.at(cluster),
    hostsIn: (cluster: string) => hosts.at(cluster),
    hostOf: (instanceId: string) => hostOf.get(instanceId),
  };
}
