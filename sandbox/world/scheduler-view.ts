import { isFargate } from "./capacity-strategy";
import type { ContainerInstances } from "./container-instances";
import type { ContainerInstance, Service, Task, TaskDefinition } from "./ecs-records";
import type { EcsStore } from "./ecs-store";
import type { Kernel } from "./kernel";
import { allowed, needOf } from "./placement";
import type { View } from "./scheduler-plan";
import type { Place } from "./seams";

/** A task that nothing checks counts as healthy after having run that long (ms, shortened by the pace). */
export const SETTLED = 10_000;

/** No load balancer and no check of its own: only its age says that it is well. */
export const isJudgedByAge = (service: Service, task: Task): boolean =>
  !service.spec.loadBalancers?.length && task.containers.every((container) => container.health === undefined);

/** Where a service's tasks run: its launch type, or what its capacity provider strategy names. */
export const launchesOn = (strategy: readonly { capacityProvider: string | undefined }[], launchType?: string) =>
  launchType === "FARGATE" || strategy.some(({ capacityProvider = "" }) => isFargate(capacityProvider))
    ? ("FARGATE" as const)
    : ("EC2" as const);

/** A service as its scheduler sees it now. */
export function createViews(parts: { kernel: Kernel; store: EcsStore; containerInstances: ContainerInstances }) {
  const { kernel, store, containerInstances } = parts;

  const isHealthy = (service: Service, task: Task): boolean => {
    if (task.status !== "RUNNING" || task.desired !== "RUNNING") return false;
    if (task.containers.some(({ health }) => health !== undefined && health !== "HEALTHY")) return false;
    if (service.spec.loadBalancers?.length) return task.targets.every((target) => target.state === "healthy");
    if (!isJudgedByAge(service, task)) return true;
    return (task.startedAt ?? kernel.now()) + kernel.wait(SETTLED) <= kernel.now();
  };

  const viewOf = (place: Place, service: Service, definition: TaskDefinition): View => {
    const strategy = service.spec.capacityProviderStrategy ?? [];
    const on = launchesOn(strategy, service.spec.launchType);
    const constraints = [
      ...(service.spec.placementConstraints ?? []),
      ...(definition.spec.placementConstraints ?? []).flatMap(({ type, expression }) =>
        type === "memberOf" ? [{ type, expression }] : [],
      ),
    ];
    const mayUse = allowed(constraints);
    const providers = store.state(place).capacityProviders;
    const isEligible = (host: ContainerInstance) => host.status === "ACTIVE" && host.agentConnected && mayUse(host);
    const eligible = on === "FARGATE" ? [] : store.instancesOf(place, service.cluster).filter(isEligible);
    const daemon = service.scheduling === "DAEMON";
    return {
      service,
      live: store.liveTasks(place, service),
      eligible,
      desired: service.status !== "ACTIVE" ? 0 : daemon ? eligible.length : service.desired,
      need: needOf(definition),
      launchesOn: on,
      strategy,
      serves: (host, provider) => providers[provider]?.groupName === host.group,
      isManaged: (provider) => providers[provider]?.managedScaling.status === "ENABLED",
      roomOn: (host) => containerInstances.remaining(place, host),
      isHealthy: (task) => isHealthy(service, task),
      isDraining: (task) => store.instanceIn(place, task.instanceId)?.status === "DRAINING",
    };
  };

  return { isHealthy, viewOf };
}
