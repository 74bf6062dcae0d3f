import { AwsError } from "../wire/handler";
import type { Balancing } from "./balancing";
import { createClusters } from "./clusters";
import { createContainerInstances } from "./container-instances";
import { createDeployments } from "./deployments";
import type { ContainerInstance } from "./ecs-records";
import { createEcsStore } from "./ecs-store";
import type { Facts } from "./facts";
import type { Instances } from "./instances";
import type { Kernel } from "./kernel";
import { createManagedScaling } from "./managed-scaling";
import type { Network } from "./network";
import type { Scaling } from "./scaling";
import { createScheduler } from "./scheduler";
import type { DeploymentFailure, Images, MetricSink, Place } from "./seams";
import { createServices } from "./services";
import type { ContainerLogs } from "./task-containers";
import { createTaskDefinitions } from "./task-definitions";
import { watchTasks } from "./task-failures";
import { createTasks } from "./tasks";

export type Ecs = ReturnType<typeof createEcs>;

/** ECS put together: clusters, container instances, task definitions, services, deployments, tasks. */
export function createEcs(parts: {
  kernel: Kernel;
  facts: Facts;
  instances: Instances;
  scaling: Scaling;
  balancing: Balancing;
  images: Images;
  logs: ContainerLogs;
  network: Network;
  metrics: MetricSink;
}) {
  const { kernel, facts, scaling, balancing, images, network } = parts;
  const store = createEcsStore(kernel);
  const tasks = createTasks({ ...parts, store, targetGroups: balancing.targetGroups });
  const deployments = createDeployments(kernel, store, images);
  /** Machines came, went or got room: who depends on that looks again. */
  const changed = (place: Place, cluster: string, host?: ContainerInstance) => {
    const concerned = new Set(host ? store.tasksOn(place, host.instanceId).map((task) => task.service) : []);
    for (const task of store.waitingIn(place, cluster)) concerned.add(task.service);
    for (const service of store.servicesIn(place, cluster)) {
      const isConcerned = service.scheduling === "DAEMON" || service.short || concerned.has(service.name);
      if (service.status !== "INACTIVE" && isConcerned) scheduler.look(place, service);
    }
  };
  const containerInstances = createContainerInstances({ ...parts, store, tasks }, changed);
  const scheduler = createScheduler({ kernel, store, tasks, deployments, containerInstances });
  watchTasks({ kernel, facts, store, tasks, deployments, scheduler });

  return {
    store,
    containerInstances,
    ...createClusters(facts, store, scaling, createManagedScaling({ kernel, store, scaling, metrics: parts.metrics })),
    ...createTaskDefinitions(kernel, store),
    ...createServices({ kernel, store, balancing, deployments, scheduler, network }),
    desiredOf: scheduler.desiredOf,
    isHealthy: scheduler.isHealthy,

    /** What answers on a port behind a target: the running container's behaviour, or nothing. */
    probe(place: Place, targetId: string, port: number): { readyAt: number; status: number } | undefined {
      for (const task of new Set([...store.tasksAt(place, targetId, port), ...store.tasksOn(place, targetId)])) {
        const target = task.targets.find((candidate) => candidate.id === targetId && candidate.port === port);
        const container = target
          ? task.containers.find((candidate) => candidate.name === target.container)
          : task.containers.find(
              ({ ports }) => task.instanceId === targetId && ports.some((at) => at.hostPort === port),
            );
        if (container?.status !== "RUNNING" || !container.behaviour) continue;
        const mapped = container.ports.find((at) => at.hostPort === port)?.containerPort ?? port;
        // The image listens on a port of its own, whatever the task definition maps.
        if (container.behaviour.port && container.behaviour.port !== mapped) return undefined;
        const readyAt = (task.startedAt ?? 0) + kernel.wait(container.behaviour.startSeconds * 1000);
        return { readyAt, status: container.behaviour.healthStatus };
      }
      return undefined;
    },

    stopTask(place: Place, clusterRef: string | undefined, idOrArn: string, reason: string | undefined) {
      const cluster = store.cluster(place, clusterRef);
      const task = store.task(place, idOrArn);
      if (!task || task.cluster !== cluster.name) {
        throw new AwsError("InvalidParameterException", "The referenced task was not found.");
      }
      tasks.stop(place, task, "UserInitiated", reason ?? "Task stopped by user");
      return task;
    },

    /** How the next deployment begun in this place will fail; "none" takes it back. */
    failNextDeployment(place: Place, failure: DeploymentFailure): void {
      store.state(place).nextFault = failure;
    },

    /** Whether the circuit breaker acts on DAEMON services; real AWS says neither (aws-facts.md 8.4). */
    setBreakerOnDaemon(place: Place, acts: boolean): void {
      store.state(place).breakerOnDaemon = acts;
    },
  };
}
