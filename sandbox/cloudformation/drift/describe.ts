import type { StackResourceDrift } from "@aws-sdk/client-cloudformation";
import { page } from "../../services/paging";
import type { CallContext, InputOf } from "../../wire/handler";
import { refuseName } from "../api/accept";
import { invalid, noStack } from "../errors";
import { findStack, type ResourceRecord, regionOf, type StackRecord } from "../state";
import { stripped } from "../template/model";
import type { Tools } from "../tools";
import type { ResourceDrift } from "./record";

/** The stack's drift as DescribeStacks and ListStacks tell it. */
export const stackDrift = ({ drift }: StackRecord) =>
  drift
    ? { StackDriftStatus: drift.status, LastCheckTimestamp: new Date(drift.at) }
    : { StackDriftStatus: "NOT_CHECKED" as const };

/** A resource's drift as the resource listings tell it. */
export const resourceDrift = ({ drift }: ResourceRecord) =>
  drift
    ? { StackResourceDriftStatus: drift.status, LastCheckTimestamp: new Date(drift.at) }
    : { StackResourceDriftStatus: "NOT_CHECKED" as const };

export const driftView = (stack: StackRecord, record: ResourceRecord, drift: ResourceDrift): StackResourceDrift =>
  stripped({
    StackId: stack.stackId,
    LogicalResourceId: record.id,
    PhysicalResourceId: record.physicalId,
    ResourceType: record.type,
    ExpectedProperties: drift.expected,
    ActualProperties: drift.actual,
    PropertyDifferences: drift.differences.map(({ path, expected, actual, type }) => ({
      PropertyPath: path,
      ExpectedValue: expected,
      ActualValue: actual,
      DifferenceType: type,
    })),
    StackResourceDriftStatus: drift.status,
    Timestamp: new Date(drift.at),
  });

export function describeStackDriftDetectionStatus(
  tools: Tools,
  ctx: CallContext,
  input: InputOf<"cloudformation", "DescribeStackDriftDetectionStatus">,
) {
  const id = input.StackDriftDetectionId ?? "";
  const { detections } = regionOf(tools.kernel, ctx);
  const detection = Object.hasOwn(detections, id) ? detections[id] : undefined;
  if (!detection) throw invalid(`StackDriftDetectionId [${id}] does not exist`);
  return stripped({
    StackId: detection.stackId,
    StackDriftDetectionId: detection.id,
    StackDriftStatus: detection.drift,
    DetectionStatus: detection.status,
    DetectionStatusReason: detection.reason,
    DriftedStackResourceCount: detection.drifted,
    Timestamp: new Date(detection.startedAt),
  });
}

/** The resources that were checked, by their logical ids. */
export function describeStackResourceDrifts(
  tools: Tools,
  ctx: CallContext,
  input: InputOf<"cloudformation", "DescribeStackResourceDrifts">,
) {
  refuseName(input.StackName);
  const stack = findStack(tools.kernel, ctx, input.StackName);
  if (!stack) throw noStack.brackets(input.StackName);
  const wanted = input.StackResourceDriftStatusFilters ?? [];
  const found = Object.values(stack.resources)
    .flatMap((record) => (record.drift ? [driftView(stack, record, record.drift)] : []))
    .filter(({ StackResourceDriftStatus: status }) => wanted.length === 0 || (status && wanted.includes(status)))
    .sort((a, b) => ((a.LogicalResourceId ?? "") < (b.LogicalResourceId ?? "") ? -1 : 1));
  const { items, nextToken } = page(found, input.NextToken, input.MaxResults ?? 100, () =>
    invalid("The specified NextToken is invalid."),
  );
  return { StackResourceDrifts: items, ...(nextToken === undefined ? {} : { NextToken: nextToken }) };
}
