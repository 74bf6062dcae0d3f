import type { ResourceStatus, StackStatus, Tag } from "@aws-sdk/client-cloudformation";
import type { Kernel } from "../world/kernel";
import { type Place, placeKey } from "../world/seams";
import type { ChangeSetRecord } from "./change-set/record";
import type { DriftDetection, ResourceDrift, StackDrift } from "./drift/record";
import type { Leftover, Operation } from "./operation/record";
import type { Mapping } from "./template/values";

/** Everything here is plain JSON: it is written to disk and read again after a restart. Times are ms since the epoch. */

export interface StoredParameter {
  readonly key: string;
  /** As typed in; for SSM types the parameter's name. */
  readonly value: string;
  readonly resolved?: string;
  readonly noEcho?: boolean;
}

export interface ResourceRecord {
  readonly id: string;
  readonly type: string;
  physicalId: string;
  status: ResourceStatus;
  reason?: string;
  at: number;
  /** Resolved properties of the last create or update that was begun. */
  properties: Mapping;
  attributes: Mapping;
  metadata?: Mapping;
  needs: string[];
  deletionPolicy?: string;
  updateReplacePolicy?: string;
  /** The stack's tags when it was made, for resources that take tags. */
  tags?: Tag[];
  /** What the last drift check found. */
  drift?: ResourceDrift;
}

export interface EventRecord {
  readonly id: string;
  readonly at: number;
  readonly operationId: string;
  readonly resource: string;
  readonly type: string;
  readonly physicalId: string;
  readonly status: string;
  readonly reason?: string;
  readonly properties?: string;
  readonly token?: string;
  readonly detailed?: string;
}

export interface OutputRecord {
  readonly key: string;
  readonly value: string;
  readonly description?: string;
  readonly exportName?: string;
}

/** What an update changes and a rollback puts back. */
export interface StackContent {
  template: string;
  parameters: StoredParameter[];
  tags: Tag[];
  capabilities: string[];
  notificationArns: string[];
  description?: string;
  roleArn?: string;
  outputs: OutputRecord[];
  resources: Record<string, ResourceRecord>;
  imports: string[];
}

export interface StackRecord extends StackContent {
  readonly stackId: string;
  readonly name: string;
  readonly createdAt: number;
  updatedAt?: number;
  deletedAt?: number;
  status: StackStatus;
  reason?: string;
  disableRollback: boolean;
  onFailure?: string;
  retainExceptOnCreate?: boolean;
  timeoutMinutes?: number;
  terminationProtection: boolean;
  changeSetId?: string;
  policy?: string;
  rollbackConfiguration: Mapping;
  events: EventRecord[];
  operations: { type: string; id: string }[];
  operation?: Operation;
  drift?: StackDrift;
  /** After UPDATE_FAILED and UPDATE_ROLLBACK_FAILED: what a rollback returns to, and what it has to clean up. */
  unfinished?: { before: StackContent; leftovers: Leftover[] };
}

interface Region {
  stacks: Record<string, StackRecord>;
  /** Stack id by name, of stacks that are not deleted. */
  names: Record<string, string>;
  changeSets: Record<string, ChangeSetRecord>;
  /** Templates of change sets by their hash. */
  texts: Record<string, string>;
  /** Client tokens seen, with the call's fingerprint (its text may hold secrets), to tell repetition from collision. */
  tokens: Record<string, { call: string; stackId: string }>;
  detections: Record<string, DriftDetection>;
  /** Resources told to fail: `stack/logicalId` → message. */
  failures: Record<string, string>;
}

/** The CloudFormation state of one account and Region. */
export function regionOf(kernel: Kernel, place: Place): Region {
  const all = kernel.slice<Record<string, Region>>("cloudformation", () => ({}));
  const key = placeKey(place);
  all[key] ??= { stacks: {}, names: {}, changeSets: {}, texts: {}, tokens: {}, detections: {}, failures: {} };
  return all[key];
}

/** A stack by name (only if not deleted) or by ARN. */
export function findStack(kernel: Kernel, place: Place, nameOrId: string): StackRecord | undefined {
  const region = regionOf(kernel, place);
  const id = nameOrId.startsWith("arn:")
    ? nameOrId
    : Object.hasOwn(region.names, nameOrId)
      ? region.names[nameOrId]
      : undefined;
  return id !== undefined && Object.hasOwn(region.stacks, id) ? region.stacks[id] : undefined;
}

export const placeOfStack = (stackId: string): Place => {
  const [, , , region = "", account = ""] = stackId.split(":");
  return { account, region };
};

/** The parts a rollback restores, copied. */
export function contentOf(stack: StackRecord): StackContent {
  const { template, parameters, tags, capabilities, notificationArns, outputs, resources, imports } = stack;
  return structuredClone({
    template,
    parameters,
    tags,
    capabilities,
    notificationArns,
    outputs,
    resources,
    imports,
    ...(stack.description === undefined ? {} : { description: stack.description }),
    ...(stack.roleArn === undefined ? {} : { roleArn: stack.roleArn }),
  });
}
