import "server-only";
import type * as Sdk from "@aws-sdk/client-cloudformation";
import { stackStatus } from "@/lib/stacks/status";
import type {
  ChangeSetFacts,
  ResourceChange,
  StackEvent,
  StackFacts,
  StackParameter,
  StackResource,
} from "@/lib/stacks/types";

const ms = (date: Date | undefined): number => date?.getTime() ?? 0;

const parameters = (list: readonly Sdk.Parameter[] | undefined): StackParameter[] =>
  (list ?? []).map(({ ParameterKey, ParameterValue, ResolvedValue }) => ({
    key: ParameterKey ?? "",
    value: ParameterValue ?? "",
    resolvedValue: ResolvedValue,
  }));

export function reshapeStack(stack: Sdk.Stack): StackFacts {
  return {
    stackId: stack.StackId ?? "",
    name: stack.StackName ?? "",
    status: stackStatus(stack.StackStatus),
    statusReason: stack.StackStatusReason || undefined,
    description: stack.Description,
    createdAt: ms(stack.CreationTime),
    updatedAt: stack.LastUpdatedTime?.getTime(),
    parameters: parameters(stack.Parameters),
    outputs: (stack.Outputs ?? []).map(({ OutputKey, OutputValue, Description }) => ({
      key: OutputKey ?? "",
      value: OutputValue ?? "",
      description: Description,
    })),
    tags: (stack.Tags ?? []).map(({ Key, Value }) => ({ key: Key ?? "", value: Value ?? "" })),
    terminationProtection: stack.EnableTerminationProtection ?? false,
    capabilities: stack.Capabilities ?? [],
  };
}

/** An empty physical id (a resource's first event) is none. */
export function reshapeEvent(event: Sdk.StackEvent): StackEvent {
  return {
    id: event.EventId ?? "",
    at: ms(event.Timestamp),
    logicalId: event.LogicalResourceId ?? "",
    physicalId: event.PhysicalResourceId || undefined,
    type: event.ResourceType ?? "",
    status: event.ResourceStatus ?? "UNKNOWN",
    reason: event.ResourceStatusReason || undefined,
    clientToken: event.ClientRequestToken,
  };
}

export function reshapeResource(resource: Sdk.StackResourceSummary): StackResource {
  return {
    logicalId: resource.LogicalResourceId ?? "",
    physicalId: resource.PhysicalResourceId || undefined,
    type: resource.ResourceType ?? "",
    status: resource.ResourceStatus ?? "UNKNOWN",
    reason: resource.ResourceStatusReason || undefined,
    updatedAt: ms(resource.LastUpdatedTimestamp),
  };
}

const NO_CHANGES = /didn't contain changes|No updates are to be performed/;

/** One change set from all of its pages. */
export function reshapeChangeSet(pages: readonly Sdk.DescribeChangeSetOutput[]): ChangeSetFacts {
  const first = pages[0];
  return {
    id: first?.ChangeSetId ?? "",
    name: first?.ChangeSetName ?? "",
    stackId: first?.StackId ?? "",
    status: changeSetStatus(first?.Status),
    executable: first?.ExecutionStatus === "AVAILABLE",
    noChanges: first?.Status === "FAILED" && NO_CHANGES.test(first.StatusReason ?? ""),
    statusReason: first?.StatusReason || undefined,
    createdAt: ms(first?.CreationTime),
    parameters: parameters(first?.Parameters),
    changes: pages.flatMap((page) => page.Changes ?? []).flatMap(({ ResourceChange }) => reshapeChange(ResourceChange)),
  };
}

function changeSetStatus(status: string | undefined): ChangeSetFacts["status"] {
  switch (status) {
    case "CREATE_PENDING":
    case "CREATE_IN_PROGRESS":
    case "CREATE_COMPLETE":
    case "FAILED":
      return status;
    default:
      return "DELETED";
  }
}

function reshapeChange(change: Sdk.ResourceChange | undefined): ResourceChange[] {
  if (!change) return [];
  const properties = new Map<string, ResourceChange["properties"][number]>();
  for (const { Target, CausingEntity, ChangeSource, Evaluation } of change.Details ?? []) {
    const path = Target?.Path ?? [Target?.Attribute, Target?.Name].filter(Boolean).join("/");
    const known = properties.get(path);
    // A changed parameter gives two details for one property; the one that names its cause is kept, values are joined.
    properties.set(path, {
      path,
      before: known?.before ?? Target?.BeforeValue,
      after: known?.after ?? Target?.AfterValue,
      cause: known?.cause ?? CausingEntity ?? (Evaluation === "Static" ? undefined : ChangeSource),
      requiresRecreation: known?.requiresRecreation ?? Target?.RequiresRecreation,
    });
  }
  return [
    {
      logicalId: change.LogicalResourceId ?? "",
      physicalId: change.PhysicalResourceId || undefined,
      type: change.ResourceType ?? "",
      action: change.Action === "SyncWithActual" ? "Dynamic" : (change.Action ?? "Dynamic"),
      replacement: change.Replacement ?? null,
      properties: [...properties.values()],
    },
  ];
}
