import { AwsError } from "../wire/handler";
import { DRAINING_HOOK } from "./clusters";
import type { ContainerInstance, Task } from "./ecs-records";
import type { EcsStore } from "./ecs-store";
import type { Facts } from "./facts";
import { instanceType, registeredMemory } from "./instance-types";
import type { Instances } from "./instances";
import type { Kernel } from "./kernel";
import type { Room } from "./placement";
import type { Scaling } from "./scaling";
import type { Place } from "./seams";
import type { Tasks } from "./tasks";

export type ContainerInstances = ReturnType<typeof createContainerInstances>;

/** Container instances: EC2 machines as a cluster sees them, from the agent's registration to managed draining. */
export function createContainerInstances(
  parts: { kernel: Kernel; facts: Facts; store: EcsStore; instances: Instances; scaling: Scaling; tasks: Tasks },
  changed: (place: Place, cluster: string, host?: ContainerInstance) => void,
) {
  const { kernel, facts, store, instances, scaling, tasks } = parts;
  const tasksOn = (place: Place, host: ContainerInstance): Task[] => store.tasksOn(place, host.instanceId);

  const join = (place: Place, instanceId: string, cluster: string) => {
    const machine = instances.find(place, instanceId);
    // An agent whose cluster is missing goes on trying, and joins once there is one.
    if (!machine || store.findCluster(place, cluster)?.status !== "ACTIVE") return;
    const type = instanceType(machine.type);
    const id = kernel.hex(32);
    store.addInstance(place, {
      id,
      arn: `arn:aws:ecs:${place.region}:${place.account}:container-instance/${cluster}/${id}`,
      cluster,
      instanceId,
      status: "ACTIVE",
      agentConnected: true,
      registeredAt: kernel.now(),
      type: machine.type,
      zone: machine.zone,
      cpuUnits: type.vcpus * 1024,
      memoryMiB: registeredMemory(type),
      nextPort: 32_767,
      ...(machine.group ? { group: machine.group } : {}),
    });
    changed(place, cluster);
  };

  facts.on("agent.connected", (place, { instanceId, cluster }) => join(place, instanceId, cluster));

  facts.on("cluster.created", (place, { cluster }) => {
    for (const machine of instances.list(place)) {
      const waits = machine.state === "running" && machine.boot.cluster === cluster && machine.agentReady;
      if (waits && !store.instanceIn(place, machine.id)) join(place, machine.id, cluster);
    }
  });

  facts.on("instance.stopping", (place, { instanceId }) => {
    const host = store.instanceIn(place, instanceId);
    if (host) host.agentConnected = false;
  });

  facts.on("instance.terminated", (place, { instanceId }) => {
    const host = store.instanceIn(place, instanceId);
    if (!host) return;
    for (const task of tasksOn(place, host)) tasks.lose(place, task);
    store.dropInstance(place, host);
    changed(place, host.cluster);
  });

  facts.on("hook.waiting", (place, { group, instanceId, hook, token }) => {
    if (hook !== DRAINING_HOOK) return;
    const host = store.instanceIn(place, instanceId);
    if (!host) {
      scaling.completeHook(place, group, hook, { token }, "CONTINUE");
      return;
    }
    host.status = "DRAINING";
    host.draining = { group, hook, token };
    changed(place, host.cluster, host);
    release(place, host);
  });

  /** Lets the group go on with a drained instance. */
  const release = (place: Place, host: ContainerInstance) => {
    if (!host.draining || tasksOn(place, host).length > 0) return;
    const { group, hook, token } = host.draining;
    delete host.draining;
    scaling.completeHook(place, group, hook, { token }, "CONTINUE");
  };

  facts.on("task.stopped", (place, { taskId }) => {
    const task = store.task(place, taskId);
    const host = task && store.instanceIn(place, task.instanceId);
    if (!host) return;
    release(place, host);
    // Its room is free for other services.
    changed(place, host.cluster);
  });

  const remaining = (place: Place, host: ContainerInstance): Room => {
    const room: Room = { cpuUnits: host.cpuUnits, memoryMiB: host.memoryMiB, ports: new Set() };
    for (const task of tasksOn(place, host)) {
      room.cpuUnits -= task.cpuUnits;
      room.memoryMiB -= task.memoryMiB;
      // A task with an address of its own takes no port of the instance.
      if (task.network) continue;
      for (const container of task.containers) for (const port of container.ports) room.ports.add(port.hostPort);
    }
    return room;
  };

  return {
    tasksOn,
    remaining,

    setState(place: Place, clusterRef: string | undefined, ids: readonly string[], status: "ACTIVE" | "DRAINING") {
      const cluster = store.cluster(place, clusterRef);
      const found = ids.map((id) => store.containerInstance(place, id)).filter((host) => host !== undefined);
      for (const host of found) {
        host.status = status;
        changed(place, cluster.name, host);
      }
      return found;
    },

    deregister(place: Place, clusterRef: string | undefined, id: string, force: boolean): ContainerInstance {
      const cluster = store.cluster(place, clusterRef);
      const host = store.containerInstance(place, id);
      if (!host) throw new AwsError("InvalidParameterException", "Instance is not registered in any cluster.");
      const running = tasksOn(place, host);
      if (running.length > 0 && !force) {
        throw new AwsError("InvalidParameterException", "Found running tasks on the instance.");
      }
      for (const task of running) tasks.lose(place, task);
      store.dropInstance(place, host);
      changed(place, cluster.name);
      return host;
    },
  };
}
