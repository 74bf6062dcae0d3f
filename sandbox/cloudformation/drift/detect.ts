import { AwsError, type CallContext, type InputOf } from "../../wire/handler";
import { refuseName } from "../api/accept";
import { invalid, noStack } from "../errors";
import { findStack, placeOfStack, regionOf, type StackRecord } from "../state";
import { stripped } from "../template/model";
import type { Tools } from "../tools";
import { canCheck, checkResource } from "./check";
import { driftView } from "./describe";
import type { DriftDetection } from "./record";

const CHECKABLE = new Set([
  "CREATE_COMPLETE",
  "UPDATE_COMPLETE",
  "UPDATE_ROLLBACK_COMPLETE",
  "UPDATE_ROLLBACK_FAILED",
  "IMPORT_COMPLETE",
  "IMPORT_ROLLBACK_COMPLETE",
]);

/** The stack of a drift call; only one at rest can be checked [DetectStackDrift]. */
function checkable(tools: Tools, ctx: CallContext, name: string | undefined): StackRecord {
  refuseName(name);
  const stack = findStack(tools.kernel, ctx, name);
  if (!stack) throw noStack.brackets(name);
  if (!CHECKABLE.has(stack.status)) {
    throw invalid(`Drift detection cannot be performed on stack [${stack.stackId}] in ${stack.status} state`);
  }
  return stack;
}

/** Starts a check of the stack's resources, or of those named; the answer's id asks how far it is. */
export function detectStackDrift(tools: Tools, ctx: CallContext, input: InputOf<"cloudformation", "DetectStackDrift">) {
  const stack = checkable(tools, ctx, input.StackName);
  const { detections } = regionOf(tools.kernel, ctx);
  const running = Object.values(detections).find(
    (one) => one.stackId === stack.stackId && one.status === "DETECTION_IN_PROGRESS",
  );
  if (running) throw invalid(`Drift detection is already in progress for stack [${stack.stackId}]`);
  const wanted = input.LogicalResourceIds;
  const strange = wanted?.find((id) => !Object.hasOwn(stack.resources, id));
  if (strange !== undefined) throw invalid(`Resource ${strange} does not exist for stack ${stack.name}`);
  const detection: DriftDetection = stripped({
    id: tools.kernel.uuid(),
    stackId: stack.stackId,
    startedAt: tools.kernel.now(),
    resources: wanted && wanted.length > 0 ? [...wanted] : undefined,
    status: "DETECTION_IN_PROGRESS",
  });
  detections[detection.id] = detection;
  const count = wanted?.length ?? Object.keys(stack.resources).length;
  tools.kernel.schedule("cloudformation:drift", tools.kernel.wait(2000 + count * 500), {
    stackId: stack.stackId,
    id: detection.id,
  });
  return { StackDriftDetectionId: detection.id };
}

/** Registers the event that ends a detection. Call once per kernel, before time passes. */
export function driveDrift(tools: Tools): void {
  tools.kernel.on<{ stackId: string; id: string }>("cloudformation:drift", ({ stackId, id }) => {
    const region = regionOf(tools.kernel, placeOfStack(stackId));
    const detection = region.detections[id];
    const stack = region.stacks[stackId];
    if (detection && stack) run(tools, stack, detection);
  });
}

function run(tools: Tools, stack: StackRecord, detection: DriftDetection): void {
  const failed: string[] = [];
  for (const record of Object.values(stack.resources)) {
    if (detection.resources && !detection.resources.includes(record.id)) continue;
    try {
      checkResource(tools, stack, record);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      failed.push(record.id);
    }
  }
  const drifted = Object.values(stack.resources).filter(({ drift }) => drift && drift.status !== "IN_SYNC").length;
  detection.drifted = drifted;
  detection.drift = drifted > 0 ? "DRIFTED" : "IN_SYNC";
  stack.drift = { status: detection.drift, at: tools.kernel.now() };
  detection.status = failed.length > 0 ? "DETECTION_FAILED" : "DETECTION_COMPLETE";
  if (failed.length > 0) detection.reason = `Failed to detect drift on resource(s) [${failed.join(", ")}]`;
}

/** Checks one resource at once. */
export function detectStackResourceDrift(
  tools: Tools,
  ctx: CallContext,
  input: InputOf<"cloudformation", "DetectStackResourceDrift">,
) {
  const stack = checkable(tools, ctx, input.StackName);
  const id = input.LogicalResourceId ?? "";
  const record = Object.hasOwn(stack.resources, id) ? stack.resources[id] : undefined;
  if (!record) throw invalid(`Resource ${id} does not exist for stack ${stack.name}`);
  if (!canCheck(record)) throw invalid(`Drift detection is not supported for resource type ${record.type}`);
  const drift = checkResource(tools, stack, record);
  if (!drift) throw invalid(`Drift detection is not supported for resource type ${record.type}`);
  return { StackResourceDrift: driftView(stack, record, drift) };
}
