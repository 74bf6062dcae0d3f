import { AwsError } from "../wire/handler";
import type { Cluster, ContainerInstance, EcsState, Service, Task, TaskDefinition } from "./ecs-records";
import type { Kernel } from "./kernel";
import type { Place } from "./seams";
import { createShelf } from "./shelf";

export type EcsStore = ReturnType<typeof createEcsStore>;

const lastPart = (nameOrArn: string): string => nameOrArn.slice(nameOrArn.lastIndexOf("/") + 1);

/** Finding the parts of ECS by the names, ids and ARNs its API takes. Throws what ECS answers when one is missing. */
export function createEcsStore(kernel: Kernel) {
  const shelf = createShelf(
    kernel,
    "ecs",
    (): EcsState => ({
      clusters: {},
      capacityProviders: {},
      containerInstances: {},
      taskDefinitions: {},
      revisionsOf: {},
      tasks: {},
      services: {},
      nextFault: "none",
      breakerOnDaemon: true,
    }),
  );

  const cluster = (place: Place, nameOrArn = "default"): Cluster => {
    const found = shelf(place).clusters[lastPart(nameOrArn)];
    if (found?.status === "ACTIVE") return found;
    throw new AwsError("ClusterNotFoundException", "Cluster not found.");
  };

  const findService = (place: Place, clusterName: string, nameOrArn: string): Service | undefined =>
    shelf(place).services[`${clusterName}/${lastPart(nameOrArn)}`];

  return {
    state: shelf,
    cluster,
    findCluster: (place: Place, nameOrArn: string): Cluster | undefined => shelf(place).clusters[lastPart(nameOrArn)],
    findService,

    service(place: Place, clusterRef: string | undefined, nameOrArn: string): Service {
      const { name } = cluster(place, clusterRef);
      const found = findService(place, name, nameOrArn);
      if (!found) throw new AwsError("ServiceNotFoundException", "Service not found.");
      if (found.status === "INACTIVE") throw new AwsError("ServiceNotActiveException", "Service was not ACTIVE.");
      return found;
    },
    services: (place: Place): Service[] => Object.values(shelf(place).services),

    /** A task definition by ARN, `family:revision` or family (its newest active revision). */
    findDefinition(place: Place, ref: string): TaskDefinition | undefined {
      const all = shelf(place).taskDefinitions;
      const name = ref.startsWith("arn:") ? lastPart(ref) : ref;
      if (name.includes(":")) return all[name];
      for (let revision = shelf(place).revisionsOf[name] ?? 0; revision > 0; revision--) {
        const found = all[`${name}:${revision}`];
        if (found?.status === "ACTIVE") return found;
      }
      return undefined;
    },

    task: (place: Place, idOrArn: string): Task | undefined => shelf(place).tasks[lastPart(idOrArn)],
    tasks: (place: Place): Task[] => Object.values(shelf(place).tasks),
    liveTasks: (place: Place, service: Service): Task[] =>
      Object.values(shelf(place).tasks).filter(
        (task) => task.status !== "STOPPED" && task.service === service.name && task.cluster === service.cluster,
      ),

    containerInstance: (place: Place, idOrArn: string): ContainerInstance | undefined =>
      shelf(place).containerInstances[lastPart(idOrArn)],
    instanceIn: (place: Place, instanceId: string): ContainerInstance | undefined =>
      Object.values(shelf(place).containerInstances).find((instance) => instance.instanceId === instanceId),
    instancesOf: (place: Place, clusterName: string): ContainerInstance[] =>
      Object.values(shelf(place).containerInstances).filter((instance) => instance.cluster === clusterName),
  };
}
