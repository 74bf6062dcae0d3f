import { AwsError } from "../wire/handler";
import { type EcsIndex, indexOf } from "./ecs-index";
import type { Cluster, ContainerInstance, EcsState, Service, Task, TaskDefinition } from "./ecs-records";
import type { Kernel } from "./kernel";
import { type Place, placeKey } from "./seams";
import { createShelf } from "./shelf";

export type EcsStore = ReturnType<typeof createEcsStore>;

const lastPart = (nameOrArn: string): string =>
  nameOrArn.includes("/") ? nameOrArn.slice(nameOrArn.lastIndexOf("/") + 1) : nameOrArn;

/**
 * Finding the parts of ECS by the names, ids and ARNs its API takes. Throws what ECS answers when one is missing. Tasks,
 * services and instances are added and removed here only, so that the index over them stays true.
 */
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
  const indexes = new Map<string, EcsIndex>();
  const index = (place: Place): EcsIndex => {
    const key = placeKey(place);
    const known = indexes.get(key);
    if (known) return known;
    const made = indexOf(shelf(place));
    indexes.set(key, made);
    return made;
  };

  const cluster = (place: Place, nameOrArn = "default"): Cluster => {
    const found = shelf(place).clusters[lastPart(nameOrArn)];
    if (found?.status === "ACTIVE") return found;
    throw new AwsError("ClusterNotFoundException", "Cluster not found.");
  };

  const findService = (place: Place, clusterName: string, nameOrArn: string): Service | undefined =>
    shelf(place).services[`${clusterName}/${lastPart(nameOrArn)}`];

  return {
    state: shelf,
    places: shelf.places,
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
    servicesIn: (place: Place, clusterName: string): Service[] => index(place).servicesIn(clusterName),
    /** The service a service deployment's or revision's ARN belongs to: `…:kind/<cluster>/<service>/<id>`. */
    ownerOf(place: Place, arn: string): Service | undefined {
      const [, clusterName = "", name = ""] = arn.split(":").slice(5).join(":").split("/");
      return findService(place, clusterName, name);
    },
    addService(place: Place, service: Service): void {
      const key = `${service.cluster}/${service.name}`;
      const { services } = shelf(place);
      const old = services[key];
      if (old) index(place).dropService(old);
      services[key] = service;
      index(place).addService(service);
    },

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
    /** Every task of a cluster, those stopped within the hour included. */
    tasksIn: (place: Place, clusterName: string): Task[] => index(place).tasksIn(clusterName),
    /** A service's tasks that are not STOPPED. */
    liveTasks: (place: Place, service: Service): Task[] => index(place).liveTasks(service),
    /** Tasks on an instance that are not STOPPED. */
    tasksOn: (place: Place, instanceId: string): Task[] => index(place).tasksOn(instanceId),
    /** Tasks that a load balancer's target stands for. */
    tasksAt: (place: Place, targetId: string, port: number): Task[] => index(place).tasksAt(targetId, port),
    /** Tasks that wait in PROVISIONING for an instance of their capacity provider. */
    waitingIn: (place: Place, clusterName: string): Task[] => index(place).waitingIn(clusterName),
    addTask(place: Place, task: Task): void {
      index(place).addTask(task);
      shelf(place).tasks[task.id] = task;
    },
    seated: (place: Place, task: Task): void => index(place).seated(task),
    endTask: (place: Place, task: Task): void => index(place).endTask(task),
    forgetTask(place: Place, id: string): void {
      const task = shelf(place).tasks[id];
      if (task) index(place).forgetTask(task);
      delete shelf(place).tasks[id];
    },

    containerInstance: (place: Place, idOrArn: string): ContainerInstance | undefined =>
      shelf(place).containerInstances[lastPart(idOrArn)],
    instanceIn: (place: Place, instanceId: string | undefined): ContainerInstance | undefined =>
      instanceId === undefined ? undefined : index(place).hostOf(instanceId),
    instancesOf: (place: Place, clusterName: string): ContainerInstance[] => index(place).hostsIn(clusterName),
    addInstance(place: Place, host: ContainerInstance): void {
      index(place).addHost(host);
      shelf(place).containerInstances[host.id] = host;
    },
    dropInstance(place: Place, host: ContainerInstance): void {
      index(place).dropHost(host);
      delete shelf(place).containerInstances[host.id];
    },
  };
}
