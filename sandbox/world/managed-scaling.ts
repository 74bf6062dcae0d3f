import type { CapacityProvider, Cluster, ContainerInstance, Task } from "./ecs-records";
import type { EcsStore } from "./ecs-store";
import { instanceType, registeredMemory } from "./instance-types";
import type { Kernel } from "./kernel";
import { MINUTE } from "./metric-series";
import { needOf, obstacleIn, occupy, type Room } from "./placement";
import type { Scaling } from "./scaling";
import type { MetricSink, Place } from "./seams";
import { plainPlace } from "./shelf";
import { stableHex } from "./stable-id";

/** Where CloudWatch has ECS's own measure of a capacity provider. */
const NAMESPACE = "AWS/ECS/ManagedScaling";
const METRIC = "CapacityProviderReservation";

export type ManagedScaling = ReturnType<typeof createManagedScaling>;
type Ref = Place & { provider: string; cluster: string };

/** How full a capacity provider is: instances needed to instances there, in percent. Source: ECS cluster auto scaling. */
export function reservation(needed: number, there: number): number {
  if (there > 0) return (needed / there) * 100;
  return needed > 0 ? 200 : 100;
}

/**
 * Managed scaling of capacity providers: ECS measures each minute how many instances their tasks need, a target tracking
 * policy of its own on the group follows that, and instances with tasks are kept from scale-in where that is asked for.
 */
export function createManagedScaling(parts: {
  kernel: Kernel;
  store: EcsStore;
  scaling: Scaling;
  metrics: MetricSink;
}) {
  const { kernel, store, scaling, metrics } = parts;

  const policyName = (place: Place, provider: CapacityProvider): string =>
    `ECSManagedAutoScalingPolicy-${stableHex(32, place.account, provider.arn)}`;
  const isManaged = (provider: CapacityProvider | undefined): provider is CapacityProvider =>
    provider?.managedScaling.status === "ENABLED";

  /** Instances that the tasks which wait for the provider would fill. */
  const wantedFor = (place: Place, provider: CapacityProvider, waiting: readonly Task[]): number => {
    const type = instanceType(scaling.instanceTypeOf(place, provider.groupName));
    const rooms: Room[] = [];
    for (const task of waiting) {
      const definition = store.findDefinition(place, task.definition);
      if (!definition) continue;
      const need = needOf(definition);
      let room = rooms.find((one) => obstacleIn(one, need) === undefined);
      if (!room) {
        room = { cpuUnits: type.vcpus * 1024, memoryMiB: registeredMemory(type), ports: new Set() };
        // A task no instance of the group can hold must not make the group grow for ever.
        if (obstacleIn(room, need) !== undefined) continue;
        rooms.push(room);
      }
      occupy(room, need);
    }
    return rooms.length;
  };

  const isDaemon = (place: Place, task: Task): boolean =>
    task.service !== undefined && store.findService(place, task.cluster, task.service)?.scheduling === "DAEMON";

  const measure = (place: Place, provider: CapacityProvider, cluster: Cluster) => {
    const hosts = store
      .instancesOf(place, cluster.name)
      .filter((host) => host.group === provider.groupName && host.status === "ACTIVE");
    const holds = (host: ContainerInstance) =>
      store.tasksOn(place, host.instanceId).some((task) => task.desired === "RUNNING" && !isDaemon(place, task));
    const full = hosts.filter(holds);
    const waiting = store.waitingIn(place, cluster.name).filter((task) => task.capacityProvider === provider.name);
    const value = reservation(full.length + wantedFor(place, provider, waiting), hosts.length);
    const at = Math.floor(kernel.now() / MINUTE) * MINUTE - MINUTE;
    const dimensions = { ClusterName: cluster.name, CapacityProviderName: provider.name };
    const once = { sum: value, count: 1, min: value, max: value, unit: "Percent" };
    metrics.record(place, [{ namespace: NAMESPACE, name: METRIC, dimensions, at, ...once }]);
    if (provider.managedTerminationProtection !== "ENABLED") return;
    const used = full.map((host) => host.instanceId);
    const idle = hosts.filter((host) => !full.includes(host)).map((host) => host.instanceId);
    scaling.setProtection(place, provider.groupName, used, true);
    scaling.setProtection(place, provider.groupName, idle, false);
  };

  const plan = (ref: Ref) =>
    kernel.scheduleAt("ecs.reservation", (Math.floor(kernel.now() / MINUTE) + 1) * MINUTE, ref);

  kernel.on<Ref>("ecs.reservation", (ref) => {
    const provider = store.state(ref).capacityProviders[ref.provider];
    const cluster = store.findCluster(ref, ref.cluster);
    const applies = isManaged(provider) && cluster?.capacityProviders.includes(provider.name);
    if (!provider || !cluster || !applies || !scaling.find(ref, provider.groupName)) {
      if (provider) delete provider.measuredIn;
      return;
    }
    measure(ref, provider, cluster);
    plan(ref);
  });

  return {
    /** Puts a provider's policy on its group, or takes it off, after its settings or its cluster changed. */
    refresh(place: Place, provider: CapacityProvider): void {
      const group = scaling.find(place, provider.groupName);
      if (!group) return;
      const clusters = Object.values(store.state(place).clusters);
      const cluster = clusters.find(({ capacityProviders }) => capacityProviders.includes(provider.name));
      const name = policyName(place, provider);
      if (!cluster || !isManaged(provider)) {
        if (group.policies.some((policy) => policy.name === name)) scaling.removePolicy(place, name, group.name);
        return;
      }
      const { targetCapacity, maximumScalingStepSize, instanceWarmupPeriod } = provider.managedScaling;
      scaling.putPolicy(place, group.name, {
        name,
        type: "TargetTrackingScaling",
        enabled: true,
        warmup: instanceWarmupPeriod ?? 300,
        ...(maximumScalingStepSize === undefined ? {} : { maxStep: maximumScalingStepSize }),
        tracking: {
          TargetValue: targetCapacity ?? 100,
          DisableScaleIn: false,
          CustomizedMetricSpecification: {
            Namespace: NAMESPACE,
            MetricName: METRIC,
            Statistic: "Average",
            Unit: "Percent",
            Dimensions: [
              { Name: "ClusterName", Value: cluster.name },
              { Name: "CapacityProviderName", Value: provider.name },
            ],
          },
        },
      });
      if (provider.measuredIn === cluster.name) return;
      provider.measuredIn = cluster.name;
      plan({ ...plainPlace(place), provider: provider.name, cluster: cluster.name });
    },
  };
}
