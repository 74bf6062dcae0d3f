import type { Tag } from "@aws-sdk/client-cloudformation";
import type { CallContext } from "../../wire/handler";
import { AwsError } from "../../wire/handler";
import type { Mapping } from "../template/values";
import type { Tools } from "../tools";

/** What a resource handler is told. `properties` are resolved; scalars may be text or typed. */
export interface Call {
  readonly tools: Tools;
  readonly ctx: CallContext;
  readonly stack: { readonly name: string; readonly id: string };
  readonly logicalId: string;
  readonly properties: Mapping;
  /** Empty until created. */
  readonly physicalId: string;
  /** What the resource has now, for updates. */
  readonly before: Mapping;
  /** The stack's tags and CloudFormation's own, for resources that take tags. */
  readonly tags: readonly Tag[];
  /** The stack's tags before an update, so that those it no longer has can be taken away. */
  readonly tagsBefore: readonly Tag[];
  /** Kept between the calls of one task. */
  scratch: Mapping;
  /** Set by a creation of several calls once the first has made something, so that a later failure leaves nothing behind. */
  made?: string;
  /** Signals the resource has received in this task, oldest first. */
  readonly signals: readonly { readonly id: string; readonly status: string }[];
  /** Tells progress as an event of the resource. */
  say(reason: string): void;
  /** The template's UpdatePolicy, evaluated. */
  updatePolicy(): Mapping | undefined;
}

export type Doing = "create" | "update" | "delete";

/**
 * One resource type: how its service's own API is called, as the real resource handlers do. Throwing fails the resource;
 * AwsError texts are passed on in CloudFormation's wording.
 */
export interface Provider {
  /** Answers the physical id, which is what Ref gives. */
  create(call: Call): string;
  update?(call: Call): void;
  delete?(call: Call): void;
  /** Asked again and again: true while the service is still at work on it. */
  pending?(call: Call, doing: Doing): boolean;
  /**
   * The resource as its service has it now, in the template's names, for drift detection. A key that is there without a
   * value was taken away; one that is missing cannot be read. Undefined, or "not found" thrown: the resource is gone.
   */
  actual?(call: Call): Mapping | undefined;
  /** The values of Fn::GetAtt. */
  read?(call: Call): Mapping;
  /** Other resources change its attributes: they are read again when one that needs it is complete. */
  readonly living?: boolean;
  /** Nominal time in ms until the first look at it. */
  readonly settle?: number;
  /** Says "Eventual consistency check initiated" before these come to an end [aws-facts 1.10]. */
  readonly announces?: readonly Doing[];
  /** How long `pending` may stay true, in ms; one hour unless said. */
  readonly patience?: number;
}

/** A failure that is the handler's own, with the HandlerErrorCode CloudFormation would show. */
export class HandlerError extends AwsError {
  constructor(
    message: string,
    readonly handlerCode = "GeneralServiceException",
  ) {
    super(handlerCode, message);
  }
}

export const isNotFound = (error: unknown): boolean =>
  error instanceof AwsError &&
  /NotFound|NoSuch|DoesNotExist|ServiceNotActive|ClusterNotFound|NotExist/i.test(`${error.code} `);

/** Whether a service's refusal says that the resource is not there. */
export const isGone = (error: unknown): boolean =>
  isNotFound(error) || (error instanceof AwsError && /not found|does not exist/i.test(error.message));

/** Runs a deletion; what is gone already counts as deleted. */
export function quietly(action: () => unknown): void {
  try {
    action();
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}
