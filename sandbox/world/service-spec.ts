import type { DeploymentConfiguration, UpdateServiceRequest } from "@aws-sdk/client-ecs";
import type { Cluster, Service, ServiceSpec, TaskDefinition } from "./ecs-records";
import { fargateProblem } from "./fargate";
import { strategyFor } from "./service-launch";

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

/** A service's deployment configuration with the defaults of its scheduling strategy filled in. */
export function configured(scheduling: string, own: DeploymentConfiguration | undefined): Service["configuration"] {
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

/** Whether an update asks for something that only new tasks can have. */
export const needsDeployment = (service: Service, input: UpdateServiceRequest): boolean =>
  DEPLOYS.some((key) => input[key] !== undefined && JSON.stringify(input[key]) !== JSON.stringify(service.spec[key]));

/** The settings after an update. A strategy takes the launch type's place; an empty one gives it back. */
export function nextSpec(
  service: Service,
  input: UpdateServiceRequest,
  cluster: Cluster,
  definition: TaskDefinition,
): ServiceSpec {
  const changes = Object.fromEntries(
    KEPT_ON_UPDATE.filter((key) => input[key] !== undefined).map((key) => [key, input[key]]),
  );
  const next: ServiceSpec = { ...service.spec, ...changes };
  if (input.capacityProviderStrategy === undefined) return next;
  const { launchType: _l, capacityProviderStrategy: _c, ...rest } = next;
  if (input.capacityProviderStrategy.length > 0) {
    const strategy = strategyFor({ capacityProviderStrategy: input.capacityProviderStrategy }, cluster);
    return { ...rest, capacityProviderStrategy: strategy };
  }
  return { ...rest, launchType: fargateProblem(definition.spec) === undefined ? "FARGATE" : "EC2" };
}
