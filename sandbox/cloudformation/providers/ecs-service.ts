import type { CreateServiceCommandInput, Service } from "@aws-sdk/client-ecs";
import type { Mapping } from "../template/values";
import { retagEcs } from "./ecs-tags";
import {
  flag,
  lowerFirst,
  mapping,
  mappings,
  number,
  physicalName,
  picked,
  tagsOf,
  text,
  typed,
  upperFirst,
} from "./fields";
import { type Call, HandlerError, type Provider, quietly } from "./provider";

const NUMBERS = new Set(
  "ContainerPort MaximumPercent MinimumHealthyPercent Weight Base Port BakeTimeInMinutes Value".split(" "),
);
const FLAGS = new Set(["Enable", "Rollback", "ResetOnHealthyTask"]);
const CIRCUIT_BREAKER = "Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'.";

const plain = (value: unknown): unknown => lowerFirst(typed(value, NUMBERS, FLAGS));

/** What both CreateService and UpdateService take; members the template leaves out stay out. */
function settings(properties: Mapping): Partial<CreateServiceCommandInput> {
  const list = (key: string) => {
    const items = mappings(properties, key);
    return items.length > 0 ? plain(items) : undefined;
  };
  const entries = {
    taskDefinition: text(properties, "TaskDefinition"),
    desiredCount: number(properties, "DesiredCount"),
    deploymentConfiguration: plain(mapping(properties, "DeploymentConfiguration")),
    networkConfiguration: plain(mapping(properties, "NetworkConfiguration")),
    healthCheckGracePeriodSeconds: number(properties, "HealthCheckGracePeriodSeconds"),
    enableExecuteCommand: flag(properties, "EnableExecuteCommand"),
    enableECSManagedTags: flag(properties, "EnableECSManagedTags"),
    propagateTags: text(properties, "PropagateTags"),
    availabilityZoneRebalancing: text(properties, "AvailabilityZoneRebalancing"),
    platformVersion: text(properties, "PlatformVersion"),
    loadBalancers: list("LoadBalancers"),
    serviceRegistries: list("ServiceRegistries"),
    placementConstraints: list("PlacementConstraints"),
    placementStrategy: list("PlacementStrategies"),
    capacityProviderStrategy: list("CapacityProviderStrategy"),
  };
  const given = Object.entries(entries).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as Partial<CreateServiceCommandInput>;
}

const clusterOf = (properties: Mapping): string => text(properties, "Cluster") ?? "default";

function describe({ tools, ctx, properties, physicalId }: Call): Service | undefined {
  const input = { cluster: clusterOf(properties), services: [physicalId] };
  return tools.invoke("ecs", "DescribeServices", input, ctx).services?.[0];
}

const primaryId = (service: Service | undefined): string | undefined =>
  service?.deployments?.find((deployment) => deployment.status === "PRIMARY")?.id;

/**
 * Steady when the deployment this task began is complete and nothing of an older one is left. Where the circuit breaker
 * takes it back, ECS has the older deployment as primary again: then the resource has failed [aws-facts 1.5, 2.2].
 */
function unsteady(call: Call): boolean {
  const service = describe(call);
  const deployments = service?.deployments ?? [];
  const own = deployments.find((deployment) => deployment.id === call.scratch.deployment);
  if (own?.rolloutState === "FAILED") throw new HandlerError(CIRCUIT_BREAKER);
  const primary = deployments.find((deployment) => deployment.status === "PRIMARY");
  const takenBack = /circuit breaker/.test(primary?.rolloutStateReason ?? "") || primary?.rolloutState === "COMPLETED";
  if (call.scratch.deployment !== undefined && own === undefined && takenBack) throw new HandlerError(CIRCUIT_BREAKER);
  // An empty DAEMON service is steady too; a REPLICA service that shall have tasks has to have them.
  const complete = primary?.rolloutState === "COMPLETED" || primary?.rolloutState === undefined;
  return !(complete && deployments.length === 1 && (service?.runningCount ?? 0) >= (service?.desiredCount ?? 0));
}

/** AWS::ECS::Service. Ref is the ARN. */
export const service: Provider = {
  settle: 3000,
  patience: 3 * 3600 * 1000,
  announces: ["update"],
  create(call) {
    const { tools, ctx, properties } = call;
    const launchType = text(properties, "LaunchType");
    const strategy = text(properties, "SchedulingStrategy");
    const daemon = strategy === "DAEMON";
    const optional = { launchType, schedulingStrategy: strategy, role: text(properties, "Role") };
    const answer = tools.invoke(
      "ecs",
      "CreateService",
      {
        cluster: clusterOf(properties),
        serviceName: text(properties, "ServiceName") ?? physicalName(call),
        ...(daemon ? {} : { desiredCount: 1 }),
        ...settings(properties),
        ...(Object.fromEntries(
          Object.entries(optional).filter(([, value]) => value !== undefined),
        ) as Partial<CreateServiceCommandInput>),
        tags: tagsOf(call, mappings(properties, "Tags")).map((tag) => ({ key: tag.Key, value: tag.Value })),
      },
      ctx,
    );
    call.scratch = { deployment: primaryId(answer.service) };
    return answer.service?.serviceArn ?? "";
  },
  update(call) {
    const { tools, ctx, properties, physicalId } = call;
    const again = flag(mapping(properties, "ForceNewDeployment") ?? {}, "EnableForceNewDeployment");
    const answer = tools.invoke(
      "ecs",
      "UpdateService",
      {
        cluster: clusterOf(properties),
        service: physicalId,
        ...settings(properties),
        ...(again ? { forceNewDeployment: true } : {}),
      },
      ctx,
    );
    call.scratch = { deployment: primaryId(answer.service) };
    retagEcs(call, physicalId);
  },
  delete({ tools, ctx, properties, physicalId }) {
    const input = { cluster: clusterOf(properties), service: physicalId, force: true };
    quietly(() => tools.invoke("ecs", "DeleteService", input, ctx));
  },
  pending(call, doing) {
    if (doing !== "delete") return unsteady(call);
    try {
      const status = describe(call)?.status;
      return status === "DRAINING" || status === "ACTIVE";
    } catch {
      // The cluster may be gone together with the service.
      return false;
    }
  },
  actual(call) {
    const found = describe(call);
    if (found?.status !== "ACTIVE") return undefined;
    return {
      ...picked(
        upperFirst(found),
        "ServiceName TaskDefinition DesiredCount DeploymentConfiguration NetworkConfiguration HealthCheckGracePeriodSeconds EnableExecuteCommand EnableECSManagedTags AvailabilityZoneRebalancing LoadBalancers ServiceRegistries PlacementConstraints CapacityProviderStrategy LaunchType SchedulingStrategy",
      ),
      PlacementStrategies: upperFirst(found.placementStrategy),
    };
  },
  read: ({ physicalId }) => ({ ServiceArn: physicalId, Name: physicalId.split("/").at(-1) ?? "" }),
};
