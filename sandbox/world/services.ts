import type { CreateServiceRequest, DeploymentConfiguration, UpdateServiceRequest } from "@aws-sdk/client-ecs";
import { AwsError } from "../wire/handler";
import type { Balancing } from "./balancing";
import { type Deployments, primaryOf } from "./deployments";
import type { Service, TaskDefinition } from "./ecs-records";
import type { EcsStore } from "./ecs-store";
import type { Kernel } from "./kernel";
import type { Scheduler } from "./scheduler";
import type { Place } from "./seams";
import { checkDaemon, checkUpdate, invalid } from "./service-rules";
import type { Tags } from "./shelf";

/** Changes that make UpdateService begin a deployment. Source: aws-facts.md section 2.2. */
const DEPLOYS = [
  "networkConfiguration",
  "loadBalancers",
  "serviceRegistries",
  "platformVersion",
  "capacityProviderStrategy",
  "enableExecuteCommand",
  "enableECSManagedTags",
  "propagateTags",
  "volumeConfigurations",
  "serviceConnectConfiguration",
] as const;

const KEPT_ON_UPDATE = [
  ...DEPLOYS,
  "availabilityZoneRebalancing",
  "healthCheckGracePeriodSeconds",
  "placementConstraints",
  "placementStrategy",
] as const;

function configured(scheduling: string, own: DeploymentConfiguration | undefined): Service["configuration"] {
  const daemon = scheduling === "DAEMON";
  return {
    deploymentCircuitBreaker: { enable: false, rollback: false },
    strategy: "ROLLING",
    bakeTimeInMinutes: 0,
    ...own,
    maximumPercent: own?.maximumPercent ?? (daemon ? 100 : 200),
    minimumHealthyPercent: own?.minimumHealthyPercent ?? (daemon ? 0 : 100),
  };
}

/** Services: creating, updating and deleting them. What they do then is the scheduler's. */
export function createServices(parts: {
  kernel: Kernel;
  store: EcsStore;
  balancing: Balancing;
  deployments: Deployments;
  scheduler: Scheduler;
}) {
  const { kernel, store, balancing, deployments, scheduler } = parts;

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
      if (input.launchType === "FARGATE") invalid("This data centre has no Fargate capacity. Use the EC2 launch type.");
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
      const { deploymentConfiguration, ...spec } = rest;
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
      store.state(place).services[`${cluster.name}/${name}`] = service;
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
      checkBalancers(place, { loadBalancers: input.loadBalancers ?? service.spec.loadBalancers }, definition);
      const differs = DEPLOYS.some(
        (key) => input[key] !== undefined && JSON.stringify(input[key]) !== JSON.stringify(service.spec[key]),
      );
      const changes = Object.fromEntries(
        KEPT_ON_UPDATE.filter((key) => input[key] !== undefined).map((key) => [key, input[key]]),
      );
      service.spec = { ...service.spec, ...changes };
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

    /** Stops a running service deployment and turns back to the one before it. */
    stopServiceDeployment(place: Place, arn: string, stopType: string): void {
      for (const service of store.services(place)) {
        const record = service.serviceDeployments.find((candidate) => candidate.arn === arn);
        const primary = primaryOf(service);
        if (!record) continue;
        if (record.finishedAt !== undefined || primary?.id !== record.deploymentId || !primary) {
          throw new AwsError(
            "ConflictException",
            "The service deployment is not in a state that allows this operation.",
          );
        }
        if (stopType === "ABORT") invalid("The ABORT stop type is not supported for rolling deployments here.");
        primary.rollout = "FAILED";
        primary.reason = `ECS deployment ${primary.id} stopped by user.`;
        const why = "Service deployment was stopped by a user and is being rolled back.";
        if (!deployments.rollBack(service, primary, why))
          deployments.settle(record, "STOPPED", "Service deployment stopped by a user.");
        scheduler.look(place, service, 500);
        return;
      }
      throw new AwsError(
        "ServiceDeploymentNotFoundException",
        "The service deployment ARN that you specified could not be found.",
      );
    },
  };
}
