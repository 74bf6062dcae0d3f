import type { AnyHandler } from "../wire/answer";
import { AwsError, type Handlers, type Invoke, type ServiceName } from "../wire/handler";
import type { Place } from "../world/seams";
import type { World } from "../world/world";
import { createAcmHandlers } from "./acm";
import { createApplicationScalingHandlers } from "./application-auto-scaling";
import { createAutoScalingHandlers } from "./auto-scaling";
import { createCloudFormation } from "./cloudformation";
import { createCloudWatchHandlers } from "./cloudwatch";
import { createEc2Handlers } from "./ec2";
import { createEcrHandlers } from "./ecr";
import { createEcsHandlers } from "./ecs";
import { createElbHandlers } from "./elbv2";
import { createIamHandlers } from "./iam";
import { createLogsHandlers } from "./logs";
import { createPricingHandlers } from "./pricing";
import { createRoute53Handlers } from "./route53";
import { createServiceQuotasHandlers } from "./service-quotas";
import { createSsmHandlers } from "./ssm";
import { ALONE, createStsHandlers, type Neighbours } from "./sts";

type Built = { readonly [S in ServiceName]?: Handlers<S> };

/** A data centre's services: how the wire layer finds a handler, and how one service calls another. */
export interface Services {
  find(service: ServiceName, operation: string): AnyHandler | undefined;
  /** The names of the operations that are built, sorted. */
  operations(service: ServiceName): readonly string[];
  readonly invoke: Invoke;
  /** Makes the next create or update of one resource of a stack fail with this text, once. */
  failResource(place: Place, stack: string, logicalId: string, message: string): void;
}

/** Makes every service's handlers for one world. They are code only: all state is the world's. */
export function createServices(world: World, neighbours: Neighbours = ALONE): Services {
  const find = (service: ServiceName, operation: string): AnyHandler | undefined => {
    const handlers: Readonly<Record<string, unknown>> = { ...built[service] };
    const handler = Object.hasOwn(handlers, operation) ? handlers[operation] : undefined;
    return typeof handler === "function" ? (handler as AnyHandler) : undefined;
  };
  const invoke: Invoke = (service, operation, input, ctx) => {
    const handler = find(service, operation);
    if (!handler) throw new AwsError("NotImplemented", `The sandbox has not built ${service}:${operation}`, 501);
    const output = handler(input as never, ctx);
    if (output instanceof Promise)
      throw new Error(`${service}:${operation} answers later and cannot be called in process`);
    return output as never;
  };
  const cloudFormation = createCloudFormation({ kernel: world.kernel, invoke });
  world.onSignal((place, { stack, resource, uniqueId, success }) => {
    cloudFormation.signal(place, { stack, resource, uniqueId, status: success ? "SUCCESS" : "FAILURE" });
  });

  const built: Built = {
    cloudformation: cloudFormation.handlers,
    monitoring: createCloudWatchHandlers(world),
    logs: createLogsHandlers(world),
    autoscaling: createAutoScalingHandlers(world),
    "application-autoscaling": createApplicationScalingHandlers(world),
    ec2: createEc2Handlers(world),
    ecr: createEcrHandlers(world, neighbours.wall),
    ecs: createEcsHandlers(world),
    elasticloadbalancing: createElbHandlers(world),
    iam: createIamHandlers(world),
    ssm: createSsmHandlers(world),
    sts: createStsHandlers(world, neighbours),
    route53: createRoute53Handlers(world),
    acm: createAcmHandlers(world),
    servicequotas: createServiceQuotasHandlers(world),
    pricing: createPricingHandlers(),
  };
  return {
    find,
    operations: (service) => Object.keys(built[service] ?? {}).sort(),
    invoke,
    failResource: cloudFormation.failResource,
  };
}
