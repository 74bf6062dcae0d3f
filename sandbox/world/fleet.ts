import type { Balancing } from "./balancing";
import type { Ecs } from "./ecs";
import type { Task, TaskDefinition } from "./ecs-records";
import { instanceType } from "./instance-types";
import type { Instances } from "./instances";
import type { Scaling } from "./scaling";
import type { Fleet, Place, RunningTask } from "./seams";
import { logStreamOf, versionOf } from "./task-containers";

/** What traffic, metrics and logs see of the running machines and containers. */
export function createFleet(parts: { ecs: Ecs; scaling: Scaling; instances: Instances; balancing: Balancing }): Fleet {
  const { ecs, scaling, instances, balancing } = parts;
  const { store } = ecs;
  const vcpusOf = (place: Place, task: Task): number | undefined => {
    if (task.instanceId === undefined) return task.cpuUnits / 1024;
    const machine = instances.find(place, task.instanceId);
    return machine?.state === "running" ? instanceType(machine.type).vcpus : undefined;
  };

  // What of a task stays as it is while it runs, worked out once.
  const known = new WeakMap<Task, { readonly version: number; readonly fixed: Fixed | undefined }>();
  const fixedOf = (place: Place, task: Task): Fixed | undefined => {
    const seen = known.get(task);
    if (seen?.version === task.version) return seen.fixed;
    const fixed = describe(task, store.findDefinition(place, task.definition));
    known.set(task, { version: task.version, fixed });
    return fixed;
  };

  return {
    tasks(place) {
      const balancerOf = new Map<string, string | undefined>();
      const loadBalancer = (targetGroup: string): string | undefined => {
        if (!balancerOf.has(targetGroup)) balancerOf.set(targetGroup, balancing.balancersOf(place, targetGroup)[0]);
        return balancerOf.get(targetGroup);
      };
      const found: RunningTask[] = [];
      for (const task of store.tasks(place)) {
        const instanceVcpus = task.status === "RUNNING" ? vcpusOf(place, task) : undefined;
        const fixed = instanceVcpus === undefined ? undefined : fixedOf(place, task);
        if (instanceVcpus === undefined || !fixed) continue;
        const service = task.service ? store.findService(place, task.cluster, task.service) : undefined;
        const loadBalancerArn = fixed.targetGroupArn && loadBalancer(fixed.targetGroupArn);
        found.push({
          ...fixed,
          instanceVcpus,
          healthy: service ? ecs.isHealthy(service, task) : true,
          ...(loadBalancerArn ? { loadBalancerArn } : {}),
        });
      }
      return found;
    },

    clusters: (place) =>
      ecs
        .clusters(place)
        .filter((cluster) => cluster.status === "ACTIVE")
        .map((cluster) => {
          const hosts = store.instancesOf(place, cluster.name);
          return {
            name: cluster.name,
            cpuUnits: hosts.reduce((sum, host) => sum + host.cpuUnits, 0),
            memoryMiB: hosts.reduce((sum, host) => sum + host.memoryMiB, 0),
            services: store
              .servicesIn(place, cluster.name)
              .filter((service) => service.status === "ACTIVE")
              .map((service) => service.name),
          };
        }),

    instances: (place) =>
      instances
        .list(place)
        .filter((instance) => instance.state === "running")
        .map((instance) => ({
          instanceId: instance.id,
          ...(instance.group ? { group: instance.group } : {}),
          vcpus: instanceType(instance.type).vcpus,
          zone: instance.zone,
        })),

    groups: scaling.sizes,
  };
}

type Fixed = Omit<RunningTask, "instanceVcpus" | "healthy" | "loadBalancerArn">;

/** The container that takes the traffic of a running task; undefined when none of its images is known. */
function describe(task: Task, definition: TaskDefinition | undefined): Fixed | undefined {
  const target = task.targets[0];
  const container = target
    ? task.containers.find((candidate) => candidate.name === target.container)
    : (task.containers.find((candidate) => candidate.ports.length > 0) ?? task.containers[0]);
  if (!container?.behaviour || !definition) return undefined;
  const logs = logStreamOf(definition, task, container);
  return {
    taskId: task.id,
    taskArn: task.arn,
    cluster: task.cluster,
    ...(task.service ? { service: task.service } : {}),
    ...(task.instanceId ? { instanceId: task.instanceId } : {}),
    zone: task.zone,
    containerName: container.name,
    image: container.behaviour,
    version: versionOf(container.image),
    cpuUnits: task.cpuUnits,
    memoryMiB: container.memoryMiB ?? task.memoryMiB,
    startedAt: task.startedAt ?? 0,
    ...(target ? { targetGroupArn: target.arn } : {}),
    ...(logs ? { logs } : {}),
  };
}
