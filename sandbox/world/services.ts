import type { CreateServiceRequest, UpdateServiceRequest } from "@aws-sdk/client-ecs";
import { AwsError } from "../wire/handler";
import type { Balancing } from "./balancing";
import { type Deployments, primaryOf } from "./deployments";
import type { Service, ServiceSpec, TaskDefinition } from "./ecs-records";
import type { EcsStore } from "./ecs-store";
import type { Kernel } from "./kernel";
import type { Network } from "./network";
import type { Scheduler } from "./scheduler";
import type { Place } from "./seams";
import { checkLaunchOf, strategyFor } from "./service-launch";
import { checkDaemon, checkUpdate, invalid } from "./service-rules";
import { configured, needsDeployment, nextSpec } from "./service-spec";
import { createStop } from "./service-stop";
import type { Tags } from "./shelf";

/** Services: creating, updating and deleting them. What they do then is the scheduler's. */
export function createServices(parts: {
  kernel: Kernel;
  store: EcsStore;
  balancing: Balancing;
  deployments: Deployments;
  scheduler: Scheduler;
  network: Network;
}) {
  const { kernel, store, balancing, deployments, scheduler, network } = parts;

  const definitionFor = (place: Place, ref: string | undefined): TaskDefinition => {
    const found = ref ? store.findDefinition(place, ref) : undefined;
    if (!found) throw new AwsError("ClientException", "TaskDefinition not found.");
    if (found.status !== "ACTIVE") throw new AwsError("ClientException", "TaskDefinition is inactive");
    return found;
  };

  const checkBalancers = (
    place: Place,
    input: Pick<CreateServiceRequest, "loadBalancers">,
    definition: TaskDefinition,
  ) => {
    for (const { targetGroupArn, containerName, containerPort } of input.loadBalancers ?? []) {
      if (!targetGroupArn) continue;
      if (!balancing.targetGroups.find(place, targetGroupArn)) {
        invalid(`The target group ${targetGroupArn} does not exist.`);
      }
      if (balancing.balancersOf(place, targetGroupArn).length === 0) {
        invalid(`The target group with targetGroupArn ${targetGroupArn} does not have an associated load balancer.`);
      }
      const container = definition.spec.containerDefinitions?.find((candidate) => candidate.name === containerName);
      if (!container) invalid(`The container ${containerName} does not exist in the task definition.`);
      if (!container?.portMappings?.some((mapping) => mapping.containerPort === containerPort)) {
        invalid(`The container ${containerName} did not have a container port ${containerPort} defined.`);
      }
      const mode = definition.spec.networkMode ?? "bridge";
      const { targetType } = balancing.targetGroups.require(place, targetGroupArn);
      if (targetType !== (mode === "awsvpc" ? "ip" : "instance")) {
        invalid(
          `The provided target group ${targetGroupArn} has target type ${targetType}, which is incompatible with the ${mode} network mode specified in the task definition.`,
        );
      }
    }
  };

  return {
    createService(place: Place, input: CreateServiceRequest, tags: Tags, createdBy: string): Service {
      const cluster = store.cluster(place, input.cluster);
      const name = input.serviceName ?? "";
      if (!/^[A-Za-z0-9_-]{1,255}$/.test(name))
        invalid("Service name must contain 1 to 255 letters, numbers, hyphens and underscores.");
      const known = store.findService(place, cluster.name, name);
      if (known?.status === "ACTIVE") invalid("Creation of service was not idempotent.");
      if (known?.status === "DRAINING") invalid("Unable to Start a service that is still Draining.");
      const definition = definitionFor(place, input.taskDefinition);
      const scheduling = input.schedulingStrategy ?? "REPLICA";
      if (scheduling === "DAEMON") checkDaemon(input, cluster);
      const capacityProviderStrategy = strategyFor(input, cluster);
      checkLaunchOf(place, network, definition, { ...input, capacityProviderStrategy });
      checkBalancers(place, input, definition);
      const {
        cluster: _c,
        serviceName: _n,
        taskDefinition: _t,
        desiredCount,
        tags: _g,
        clientToken: _k,
        ...rest
      } = input;
      const { deploymentConfiguration, ...own } = rest;
      const spec: ServiceSpec = {
        ...own,
        ...(capacityProviderStrategy.length > 0
          ? { capacityProviderStrategy }
          : { launchType: input.launchType ?? "EC2" }),
      };
      const service: Service = {
        name,
        arn: `arn:aws:ecs:${place.region}:${place.account}:service/${cluster.name}/${name}`,
        cluster: cluster.name,
        clusterArn: cluster.arn,
        status: "ACTIVE",
        scheduling,
        desired: desiredCount ?? 1,
        definition: definition.arn,
        spec,
        configuration: configured(scheduling, deploymentConfiguration),
        tags,
        createdAt: kernel.now(),
        createdBy,
        events: [],
        deployments: [],
        serviceDeployments: [],
        revisions: [],
        steady: false,
        steadyTurn: 0,
        replacing: 0,
      };
      store.addService(place, service);
      deployments.begin(place, service, definition);
      scheduler.look(place, service);
      return service;
    },

    /** Applies an update; only some changes (a new task definition, network, …) begin a deployment. */
    updateService(place: Place, input: UpdateServiceRequest): Service {
      const service = store.service(place, input.cluster, input.service ?? "");
      if (service.status !== "ACTIVE") throw new AwsError("ServiceNotActiveException", "Service was not ACTIVE.");
      checkUpdate(service, input);
      const definition = input.taskDefinition
        ? definitionFor(place, input.taskDefinition)
        : store.findDefinition(place, service.definition);
      if (!definition) throw new AwsError("ClientException", "TaskDefinition not found.");
      const next = nextSpec(service, input, store.cluster(place, service.cluster), definition);
      checkLaunchOf(place, network, definition, next);
      checkBalancers(place, next, definition);
      const differs = needsDeployment(service, input);
      service.spec = next;
      if (input.deploymentConfiguration) {
        service.configuration = {
          ...service.configuration,
          ...input.deploymentConfiguration,
        } as Service["configuration"];
      }
      if (input.desiredCount !== undefined) {
        service.desired = input.desiredCount;
        service.steady = false;
      }
      const forced = input.forceNewDeployment === true || differs;
      if (forced || definition.arn !== primaryOf(service)?.definition) {
        deployments.begin(place, service, definition);
      }
      scheduler.look(place, service);
      return service;
    },

    /** Sets a REPLICA service's wanted number of tasks, as UpdateService and Application Auto Scaling do. */
    setDesired(place: Place, clusterRef: string, nameOrArn: string, desired: number): void {
      const service = store.service(place, clusterRef, nameOrArn);
      service.desired = desired;
      service.steady = false;
      scheduler.look(place, service);
    },

    deleteService(place: Place, clusterRef: string | undefined, nameOrArn: string, force: boolean): Service {
      const service = store.service(place, clusterRef, nameOrArn);
      if (!force && service.scheduling === "REPLICA" && service.desired > 0) {
        invalid("The service cannot be stopped while it is scaled above 0.");
      }
      service.status = "DRAINING";
      service.desired = 0;
      scheduler.look(place, service, 500);
      return service;
    },

    stopServiceDeployment: createStop(parts),
  };
}
