import type { Capability, Change, DescribeChangeSetOutput } from "@aws-sdk/client-cloudformation";
import { page } from "../../services/paging";
import type { CallContext, InputOf } from "../../wire/handler";
import { shownParameters } from "../api/describe";
import { invalid, noChangeSet, noStack } from "../errors";
import { findStack, regionOf } from "../state";
import { stripped } from "../template/model";
import type { Tools } from "../tools";
import { withoutValues } from "./details";
import { findChangeSet } from "./find";
import type { ChangeSetRecord } from "./record";

const badToken = () => invalid("The specified NextToken is invalid.");

function shownChange(change: Change, withValues: boolean): Change {
  const resource = change.ResourceChange;
  if (!resource || withValues) return change;
  const { BeforeContext: _before, AfterContext: _after, Details: details = [], ...rest } = resource;
  return { ...change, ResourceChange: { ...rest, Details: withoutValues(details) } };
}

export function describeChangeSet(
  tools: Tools,
  ctx: CallContext,
  input: InputOf<"cloudformation", "DescribeChangeSet">,
): Omit<DescribeChangeSetOutput, "$metadata"> {
  const record = findChangeSet(tools, ctx, input.ChangeSetName ?? "", input.StackName);
  if (!record) throw noChangeSet(input.ChangeSetName ?? "");
  const withValues = input.IncludePropertyValues ?? false;
  const { items, nextToken } = page(record.changes, input.NextToken, 100, badToken);
  const { target } = record;
  return stripped({
    ChangeSetName: record.name,
    ChangeSetId: record.id,
    StackId: record.stackId,
    StackName: record.stackName,
    Description: record.description,
    Parameters: target.parameters.length === 0 ? undefined : shownParameters(target.parameters),
    CreationTime: new Date(record.createdAt),
    ExecutionStatus: record.executionStatus as DescribeChangeSetOutput["ExecutionStatus"],
    Status: record.status as DescribeChangeSetOutput["Status"],
    StatusReason: record.reason ?? (withValues ? record.warning : undefined),
    NotificationARNs: target.notificationArns,
    RollbackConfiguration: record.rollbackConfiguration,
    Capabilities: target.capabilities as Capability[],
    Tags: target.tags.length === 0 ? undefined : target.tags,
    Changes: items.map((change) => shownChange(change, withValues)),
    IncludeNestedStacks: false,
    OnStackFailure: record.onStackFailure as DescribeChangeSetOutput["OnStackFailure"],
    NextToken: nextToken,
  });
}

const summary = (record: ChangeSetRecord) =>
  stripped({
    StackId: record.stackId,
    StackName: record.stackName,
    ChangeSetId: record.id,
    ChangeSetName: record.name,
    ExecutionStatus: record.executionStatus as DescribeChangeSetOutput["ExecutionStatus"],
    Status: record.status as DescribeChangeSetOutput["Status"],
    StatusReason: record.reason,
    CreationTime: new Date(record.createdAt),
    Description: record.description,
    IncludeNestedStacks: false,
  });

export function listChangeSets(tools: Tools, ctx: CallContext, input: InputOf<"cloudformation", "ListChangeSets">) {
  const stack = findStack(tools.kernel, ctx, input.StackName ?? "");
  if (!stack) throw noStack.brackets(input.StackName ?? "");
  const records = Object.values(regionOf(tools.kernel, ctx).changeSets).filter(
    (record) => record.stackId === stack.stackId && !record.executionStatus.startsWith("EXECUTE_"),
  );
  const { items, nextToken } = page(records, input.NextToken, 100, badToken);
  return { Summaries: items.map(summary), ...(nextToken === undefined ? {} : { NextToken: nextToken }) };
}
