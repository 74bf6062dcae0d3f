import { FROM_S3, type TemplateSource } from "../cloudformation/api/accept";
import { createStack } from "../cloudformation/api/create";
import { deleteStack } from "../cloudformation/api/delete";
import { describeStacks, listStacks } from "../cloudformation/api/describe";
import { describeStackEvents } from "../cloudformation/api/events";
import { listExports, listImports } from "../cloudformation/api/exports";
import { describeEvents } from "../cloudformation/api/operation-events";
import { cancelUpdateStack, continueUpdateRollback, rollbackStack } from "../cloudformation/api/recover";
import { describeStackResource, describeStackResources, listStackResources } from "../cloudformation/api/resources";
import { getStackPolicy, setStackPolicy, updateTerminationProtection } from "../cloudformation/api/settings";
import { deliver, type Signal, signalResource } from "../cloudformation/api/signal";
import {
  estimateTemplateCost,
  getTemplate,
  getTemplateSummary,
  validateTemplate,
} from "../cloudformation/api/templates";
import { updateStack } from "../cloudformation/api/update";
import { createChangeSet, driveChangeSets } from "../cloudformation/change-set/create";
import { describeChangeSet, listChangeSets } from "../cloudformation/change-set/describe";
import { deleteChangeSet, executeChangeSet } from "../cloudformation/change-set/execute";
import { describeStackDriftDetectionStatus, describeStackResourceDrifts } from "../cloudformation/drift/describe";
import { detectStackDrift, detectStackResourceDrift, driveDrift } from "../cloudformation/drift/detect";
import { driveOperations } from "../cloudformation/operation/run";
import { regionOf } from "../cloudformation/state";
import type { Tools } from "../cloudformation/tools";
import { objectAt } from "../object-store";
import type { Handlers } from "../wire/handler";
import type { Place } from "../world/seams";

/**
 * CloudFormation: its operations, and two ways in for the rest of the sandbox. Call once per kernel, before time passes,
 * since it registers the events that drive operations. `invoke` reaches the other services' operations.
 */
export function createCloudFormation(tools: Tools) {
  driveOperations(tools);
  driveChangeSets(tools);
  driveDrift(tools);
  /** TemplateURL as CloudFormation takes it: the object's text in the place of the body. */
  const fetched = <I extends TemplateSource>(input: I): I => {
    const text = input.TemplateURL === undefined ? undefined : objectAt(tools.kernel, input.TemplateURL);
    return text === undefined ? input : { ...input, TemplateURL: undefined, TemplateBody: text, [FROM_S3]: true };
  };
  const handlers = {
    CancelUpdateStack: (input, ctx) => cancelUpdateStack(tools, ctx, input),
    ContinueUpdateRollback: (input, ctx) => continueUpdateRollback(tools, ctx, input),
    CreateChangeSet: (input, ctx) => createChangeSet(tools, ctx, fetched(input)),
    CreateStack: (input, ctx) => createStack(tools, ctx, fetched(input)),
    DeleteChangeSet: (input, ctx) => deleteChangeSet(tools, ctx, input),
    DeleteStack: (input, ctx) => deleteStack(tools, ctx, input),
    DescribeChangeSet: (input, ctx) => describeChangeSet(tools, ctx, input),
    DescribeEvents: (input, ctx) => describeEvents(tools, ctx, input),
    DescribeStackDriftDetectionStatus: (input, ctx) => describeStackDriftDetectionStatus(tools, ctx, input),
    DescribeStackEvents: (input, ctx) => describeStackEvents(tools, ctx, input),
    DescribeStackResource: (input, ctx) => describeStackResource(tools, ctx, input),
    DescribeStackResourceDrifts: (input, ctx) => describeStackResourceDrifts(tools, ctx, input),
    DescribeStackResources: (input, ctx) => describeStackResources(tools, ctx, input),
    DescribeStacks: (input, ctx) => describeStacks(tools, ctx, input),
    DetectStackDrift: (input, ctx) => detectStackDrift(tools, ctx, input),
    DetectStackResourceDrift: (input, ctx) => detectStackResourceDrift(tools, ctx, input),
    EstimateTemplateCost: (input) => estimateTemplateCost(fetched(input)),
    ExecuteChangeSet: (input, ctx) => executeChangeSet(tools, ctx, input),
    GetStackPolicy: (input, ctx) => getStackPolicy(tools, ctx, input),
    GetTemplate: (input, ctx) => getTemplate(tools, ctx, input),
    GetTemplateSummary: (input, ctx) => getTemplateSummary(tools, ctx, fetched(input)),
    ListChangeSets: (input, ctx) => listChangeSets(tools, ctx, input),
    ListExports: (input, ctx) => listExports(tools, ctx, input),
    ListImports: (input, ctx) => listImports(tools, ctx, input),
    ListStackResources: (input, ctx) => listStackResources(tools, ctx, input),
    ListStacks: (input, ctx) => listStacks(tools, ctx, input),
    RollbackStack: (input, ctx) => rollbackStack(tools, ctx, input),
    SetStackPolicy: (input, ctx) => setStackPolicy(tools, ctx, input),
    SignalResource: (input, ctx) => signalResource(tools, ctx, input),
    UpdateStack: (input, ctx) => updateStack(tools, ctx, fetched(input)),
    UpdateTerminationProtection: (input, ctx) => updateTerminationProtection(tools, ctx, input),
    ValidateTemplate: (input) => validateTemplate(fetched(input)),
  } satisfies Handlers<"cloudformation">;
  return {
    handlers,
    /** cfn-signal, as an instance sends it. Answers whether a resource was waiting for it. */
    signal: (place: Place, signal: Signal): boolean => deliver(tools, place, signal),
    /** Makes the next create or update of one resource fail with this text, once. `stack` is its name. */
    failResource: (place: Place, stack: string, logicalId: string, message: string): void => {
      regionOf(tools.kernel, place).failures[`${stack}/${logicalId}`] = message;
    },
  };
}

export type CloudFormation = ReturnType<typeof createCloudFormation>;
