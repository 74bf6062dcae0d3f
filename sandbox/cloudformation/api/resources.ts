import { page } from "../../services/paging";
import type { CallContext, InputOf } from "../../wire/handler";
import { resourceDrift } from "../drift/describe";
import { invalid, noStack } from "../errors";
import { findStack, type ResourceRecord, regionOf, type StackRecord } from "../state";
import { stripped } from "../template/model";
import type { Tools } from "../tools";
import { refuseName } from "./accept";

const common = (record: ResourceRecord) => ({
  LogicalResourceId: record.id,
  PhysicalResourceId: record.physicalId === "" ? undefined : record.physicalId,
  ResourceType: record.type,
  ResourceStatus: record.status,
  ResourceStatusReason: record.reason,
  DriftInformation: resourceDrift(record),
});

/** Most readers answer in the order of the logical ids. */
const recordsOf = (stack: StackRecord): ResourceRecord[] =>
  Object.values(stack.resources).sort((a, b) => (a.id < b.id ? -1 : 1));

export function describeStackResource(
  tools: Tools,
  ctx: CallContext,
  input: InputOf<"cloudformation", "DescribeStackResource">,
) {
  refuseName(input.StackName);
  const stack = findStack(tools.kernel, ctx, input.StackName);
  if (!stack) throw noStack.quotes(input.StackName);
  const id = input.LogicalResourceId ?? "";
  const record = Object.hasOwn(stack.resources, id) ? stack.resources[id] : undefined;
  if (!record) throw invalid(`Resource ${id} does not exist for stack ${stack.name}`);
  return {
    StackResourceDetail: stripped({
      StackName: stack.name,
      StackId: stack.stackId,
      ...common(record),
      LastUpdatedTimestamp: new Date(record.at),
      Metadata: JSON.stringify(record.metadata ?? {}),
    }),
  };
}

export function describeStackResources(
  tools: Tools,
  ctx: CallContext,
  input: InputOf<"cloudformation", "DescribeStackResources">,
) {
  if ((input.StackName === undefined) === (input.PhysicalResourceId === undefined)) {
    throw invalid("You must specify either StackName or PhysicalResourceId, but not both.");
  }
  const stack =
    input.StackName !== undefined
      ? findStack(tools.kernel, ctx, input.StackName)
      : Object.values(regionOf(tools.kernel, ctx).stacks).find((one) =>
          Object.values(one.resources).some((record) => record.physicalId === input.PhysicalResourceId),
        );
  if (!stack) {
    if (input.StackName !== undefined) throw noStack.withId(input.StackName);
    throw invalid(`Stack for ${input.PhysicalResourceId} does not exist`);
  }
  const wanted = input.LogicalResourceId;
  return {
    StackResources: recordsOf(stack)
      .filter((record) => wanted === undefined || record.id === wanted)
      .slice(0, 100)
      .map((record) =>
        stripped({
          StackName: stack.name,
          StackId: stack.stackId,
          ...common(record),
          Timestamp: new Date(record.at),
        }),
      ),
  };
}

export function listStackResources(
  tools: Tools,
  ctx: CallContext,
  input: InputOf<"cloudformation", "ListStackResources">,
) {
  refuseName(input.StackName);
  const stack = findStack(tools.kernel, ctx, input.StackName);
  if (!stack) throw noStack.withId(input.StackName);
  const { items, nextToken } = page(recordsOf(stack), input.NextToken, 100, () =>
    invalid("The specified NextToken is invalid."),
  );
  return {
    StackResourceSummaries: items.map((record) =>
      stripped({ ...common(record), LastUpdatedTimestamp: new Date(record.at) }),
    ),
    ...(nextToken === undefined ? {} : { NextToken: nextToken }),
  };
}
