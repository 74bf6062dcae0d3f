import type { CapacityProviderStrategyItem, CreateServiceRequest } from "@aws-sdk/client-ecs";
import { AwsError } from "../wire/handler";
import { isFargate } from "./capacity-strategy";
import type { Cluster, TaskDefinition } from "./ecs-records";
import { compatibilities } from "./fargate";
import type { Network } from "./network";
import { memberOf } from "./placement";
import { launchesOn } from "./scheduler-view";
import type { Place } from "./seams";
import { invalid } from "./service-rules";
import { PLATFORM } from "./task-network";

type Asked = Pick<
  CreateServiceRequest,
  | "capacityProviderStrategy"
  | "launchType"
  | "loadBalancers"
  | "networkConfiguration"
  | "placementConstraints"
  | "placementStrategy"
  | "platformVersion"
>;

const PLATFORMS = ["LATEST", PLATFORM, "1.3.0"];

/** The strategy a service gets: its own, or the cluster's default where it names no launch type either. */
export function strategyFor(
  input: Pick<Asked, "capacityProviderStrategy" | "launchType">,
  cluster: Cluster,
): CapacityProviderStrategyItem[] {
  const own = input.capacityProviderStrategy ?? [];
  if (own.length > 0 && input.launchType) {
    invalid("Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.");
  }
  const strategy = own.length > 0 || input.launchType ? own : cluster.defaultStrategy;
  const names = strategy.map(({ capacityProvider = "" }) => capacityProvider);
  if (names.some((name) => !cluster.capacityProviders.includes(name))) {
    invalid(
      "The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster. Associate the capacity provider with the cluster and try again.",
    );
  }
  if (names.some(isFargate) && !names.every(isFargate)) {
    invalid(
      "A capacity provider strategy cannot contain a mix of capacity providers using Auto Scaling groups and Fargate providers. Specify one or the other and try again.",
    );
  }
  if (strategy.length > 0 && strategy.every(({ weight = 0, base = 0 }) => weight === 0 && base === 0)) {
    invalid(
      "The specified capacity provider strategy does not contain a capacity provider with a weight value greater than 0. Specify a weight value and try again.",
    );
  }
  return strategy;
}

/** Throws what ECS answers for a launch type, network or placement that the task definition does not allow. */
export function checkLaunchOf(place: Place, network: Network, definition: TaskDefinition, asked: Asked): void {
  const on = launchesOn(asked.capacityProviderStrategy ?? [], asked.launchType);
  if (on === "FARGATE" && !compatibilities(definition.spec).includes("FARGATE")) {
    invalid("Task definition does not support launch_type FARGATE.");
  }
  if (on === "EC2" && asked.platformVersion !== undefined) {
    invalid("The platform version must be null when specifying an EC2 launch type.");
  }
  if (asked.platformVersion !== undefined && !PLATFORMS.includes(asked.platformVersion)) {
    throw new AwsError("PlatformUnknownException", "The specified platform version does not exist.");
  }
  if (on === "FARGATE" && (asked.placementStrategy?.length || asked.placementConstraints?.length)) {
    const what = asked.placementStrategy?.length ? "Placement strategies are" : "Placement constraints are";
    invalid(`${what} not supported with FARGATE launch type.`);
  }
  const unread = asked.placementConstraints?.find(
    ({ type, expression }) => type === "memberOf" && memberOf(expression ?? "") === undefined,
  );
  if (unread) invalid(`Invalid expression in placement constraint: ${unread.expression}`);
  checkNetwork(place, network, definition, asked, on);
}

function checkNetwork(
  place: Place,
  network: Network,
  { spec }: TaskDefinition,
  asked: Asked,
  on: "EC2" | "FARGATE",
): void {
  const config = asked.networkConfiguration?.awsvpcConfiguration;
  if (spec.networkMode !== "awsvpc") {
    if (config) invalid("Network Configuration is not valid for the given networkMode of this task definition.");
    return;
  }
  if (!config) {
    invalid("Network Configuration must be provided when networkMode 'awsvpc' is specified.");
    return;
  }
  if (!config.subnets?.length) invalid("subnets can not be empty.");
  if (on === "EC2" && config.assignPublicIp === "ENABLED") {
    invalid("Assign public IP is not supported for this launch type.");
  }
  for (const id of config.subnets ?? []) {
    if (network.subnet(place, id)) continue;
    invalid(
      `Error retrieving subnet information for [${config.subnets?.join(", ")}]: The subnet ID '${id}' does not exist (ErrorCode: InvalidSubnetID.NotFound)`,
    );
  }
}
