import type { Stack, StackSummary } from "@aws-sdk/client-cloudformation";
import { page } from "../../services/paging";
import type { CallContext, InputOf } from "../../wire/handler";
import { stackDrift } from "../drift/describe";
import { invalid, noStack } from "../errors";
import { findStack, regionOf, type StackRecord, type StoredParameter } from "../state";
import { stripped } from "../template/model";
import type { Tools } from "../tools";
import { refuseName } from "./accept";

const PAGE = 100;
const KEPT_MS = 90 * 24 * 3600 * 1000;

export const date = (ms: number | undefined): Date | undefined => (ms === undefined ? undefined : new Date(ms));

const badToken = () => invalid("The specified NextToken is invalid.");

/** NoEcho values are four stars in the API [aws-facts 1.8]. */
export const shownParameters = (parameters: readonly StoredParameter[]) =>
  parameters.map((parameter) =>
    stripped({
      ParameterKey: parameter.key,
      ParameterValue: parameter.noEcho ? "****" : parameter.value,
      ResolvedValue: parameter.noEcho ? undefined : parameter.resolved,
    }),
  );

/** Stacks of a Region, newest first; deleted ones stay visible for 90 days. */
function stacksOf(tools: Tools, ctx: CallContext): StackRecord[] {
  const oldest = tools.kernel.now() - KEPT_MS;
  return Object.values(regionOf(tools.kernel, ctx).stacks)
    .filter((stack) => stack.status !== "DELETE_COMPLETE" || (stack.deletedAt ?? 0) > oldest)
    .reverse();
}

function shape(stack: StackRecord): Stack {
  const reviewing = stack.status === "REVIEW_IN_PROGRESS";
  const deleted = stack.status === "DELETE_COMPLETE";
  const operations = stack.operations.slice(0, 1).map((operation) => ({
    OperationType: operation.type as "CREATE_STACK",
    OperationId: operation.id,
  }));
  return stripped({
    StackId: stack.stackId,
    StackName: stack.name,
    ChangeSetId: reviewing ? undefined : stack.changeSetId,
    Description: reviewing ? undefined : stack.description,
    Parameters: reviewing || stack.parameters.length === 0 ? undefined : shownParameters(stack.parameters),
    CreationTime: new Date(stack.createdAt),
    DeletionTime: date(stack.deletedAt),
    LastUpdatedTime: date(stack.updatedAt),
    RollbackConfiguration: stack.rollbackConfiguration,
    StackStatus: stack.status,
    StackStatusReason: stack.reason,
    DetailedStatus: undefined,
    DisableRollback: stack.disableRollback,
    NotificationARNs: stack.notificationArns,
    TimeoutInMinutes: stack.timeoutMinutes,
    Capabilities:
      reviewing || stack.capabilities.length === 0
        ? undefined
        : (stack.capabilities as NonNullable<Stack["Capabilities"]>),
    Outputs:
      stack.outputs.length === 0 || deleted || stack.status === "ROLLBACK_COMPLETE"
        ? undefined
        : stack.outputs.map((output) =>
            stripped({
              OutputKey: output.key,
              OutputValue: output.value,
              Description: output.description,
              ExportName: output.exportName,
            }),
          ),
    RoleARN: stack.roleArn,
    Tags: reviewing ? [] : stack.tags,
    EnableTerminationProtection: deleted ? undefined : stack.terminationProtection,
    DriftInformation: stackDrift(stack),
    RetainExceptOnCreate: stack.retainExceptOnCreate,
    DeploymentConfig: { Mode: "STANDARD" as const, DisableRollback: stack.disableRollback },
    LastOperations: operations.length === 0 ? undefined : operations,
  });
}

export function describeStacks(tools: Tools, ctx: CallContext, input: InputOf<"cloudformation", "DescribeStacks">) {
  if (input.StackName !== undefined) {
    refuseName(input.StackName);
    const stack = findStack(tools.kernel, ctx, input.StackName);
    if (!stack) throw noStack.withId(input.StackName);
    return { Stacks: [shape(stack)] };
  }
  const living = stacksOf(tools, ctx).filter((stack) => stack.status !== "DELETE_COMPLETE");
  const { items, nextToken } = page(living, input.NextToken, PAGE, badToken);
  return { Stacks: items.map(shape), ...(nextToken === undefined ? {} : { NextToken: nextToken }) };
}

export function listStacks(tools: Tools, ctx: CallContext, input: InputOf<"cloudformation", "ListStacks">) {
  const wanted = input.StackStatusFilter ?? [];
  const stacks = stacksOf(tools, ctx).filter((stack) => wanted.length === 0 || wanted.includes(stack.status));
  const { items, nextToken } = page(stacks, input.NextToken, PAGE, badToken);
  const StackSummaries: StackSummary[] = items.map((stack) => {
    const full = shape(stack);
    return stripped({
      StackId: full.StackId,
      StackName: full.StackName,
      TemplateDescription: full.Description,
      CreationTime: full.CreationTime,
      LastUpdatedTime: full.LastUpdatedTime,
      DeletionTime: full.DeletionTime,
      StackStatus: full.StackStatus,
      StackStatusReason: full.StackStatusReason,
      DriftInformation: full.DriftInformation,
      LastOperations: full.LastOperations,
    });
  });
  return { StackSummaries, ...(nextToken === undefined ? {} : { NextToken: nextToken }) };
}
