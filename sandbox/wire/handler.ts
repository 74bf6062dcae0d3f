import type * as ACM from "@aws-sdk/client-acm";
import type * as ApplicationAutoScaling from "@aws-sdk/client-application-auto-scaling";
import type * as AutoScaling from "@aws-sdk/client-auto-scaling";
import type * as CloudFormation from "@aws-sdk/client-cloudformation";
import type * as CloudWatch from "@aws-sdk/client-cloudwatch";
import type * as Logs from "@aws-sdk/client-cloudwatch-logs";
import type * as EC2 from "@aws-sdk/client-ec2";
import type * as ECR from "@aws-sdk/client-ecr";
import type * as ECS from "@aws-sdk/client-ecs";
import type * as ELBv2 from "@aws-sdk/client-elastic-load-balancing-v2";
import type * as IAM from "@aws-sdk/client-iam";
import type * as Pricing from "@aws-sdk/client-pricing";
import type * as Route53 from "@aws-sdk/client-route-53";
import type * as ServiceQuotas from "@aws-sdk/client-service-quotas";
import type * as SSM from "@aws-sdk/client-ssm";
import type * as STS from "@aws-sdk/client-sts";
import type { Session } from "./session";

/** The SDK package each sandbox service speaks for. The key is the SigV4 signing name. */
export interface SdkModules {
  cloudformation: typeof CloudFormation;
  monitoring: typeof CloudWatch;
  logs: typeof Logs;
  autoscaling: typeof AutoScaling;
  "application-autoscaling": typeof ApplicationAutoScaling;
  ec2: typeof EC2;
  ecr: typeof ECR;
  ecs: typeof ECS;
  elasticloadbalancing: typeof ELBv2;
  iam: typeof IAM;
  ssm: typeof SSM;
  sts: typeof STS;
  route53: typeof Route53;
  acm: typeof ACM;
  servicequotas: typeof ServiceQuotas;
  pricing: typeof Pricing;
}

export type ServiceName = keyof SdkModules;

type OperationOf<K> = K extends `${infer Op}Command` ? Op : never;
/** Every operation name of a service, e.g. "CreateStack". */
export type OperationName<S extends ServiceName> = OperationOf<keyof SdkModules[S]> & string;
type CommandOf<S extends ServiceName, Op extends string> = `${Op}Command` extends keyof SdkModules[S]
  ? SdkModules[S][`${Op}Command`]
  : never;
type InstanceOf<C> = C extends abstract new (...args: never[]) => infer Instance ? Instance : never;
export type InputOf<S extends ServiceName, Op extends string> =
  InstanceOf<CommandOf<S, Op>> extends { readonly input: infer I } ? I : never;
export type OutputOf<S extends ServiceName, Op extends string> =
  InstanceOf<CommandOf<S, Op>> extends {
    resolveMiddleware: (...args: never[]) => (...args: never[]) => Promise<infer R>;
  }
    ? R extends { output: infer O }
      ? Omit<O, "$metadata">
      : never
    : never;

/** Who calls, and where: taken from the request's signature (a 12-digit access key id or a session names the account). */
export interface CallContext {
  readonly account: string;
  readonly region: string;
  readonly requestId: string;
  /** Where the caller reached the sandbox (`http://127.0.0.1:4566`), for links in answers. */
  readonly endpoint?: string;
  /** Given when the call was signed with a role's temporary credentials. */
  readonly session?: Session;
}

/** The IAM user every 12-digit access key belongs to. */
export const USER = "slipway";

/** The handlers a service has built; operations left out answer 501. */
export type Handlers<S extends ServiceName> = {
  [Op in OperationName<S>]?: (input: InputOf<S, Op>, ctx: CallContext) => OutputOf<S, Op> | Promise<OutputOf<S, Op>>;
};

/**
 * Calls a built operation in process, the way a CloudFormation resource handler calls a service's own API.
 * Synchronous, so that the simulation can run ahead without giving up its turn: throws on a handler that answers later.
 */
export type Invoke = <S extends ServiceName, Op extends OperationName<S>>(
  service: S,
  operation: Op,
  input: InputOf<S, Op>,
  ctx: CallContext,
) => OutputOf<S, Op>;

/** An error as AWS answers it: `code` and `message` go on the wire, `fields` are further members of the error shape. */
export class AwsError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
    readonly fields: Record<string, unknown> = {},
  ) {
    super(message);
    this.name = "AwsError";
  }
}
