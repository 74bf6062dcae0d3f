import type { SignalResourceInput } from "@aws-sdk/client-cloudformation";
import type { CallContext } from "../../wire/handler";
import type { Place } from "../../world/seams";
import { invalid, noStack } from "../errors";
import { sayProgress, stepLater } from "../operation/environment";
import { findStack } from "../state";
import type { Tools } from "../tools";
import { refuseName } from "./accept";

export interface Signal {
  /** Name or ARN. */
  readonly stack: string;
  readonly resource: string;
  readonly uniqueId: string;
  readonly status: "SUCCESS" | "FAILURE";
}

/** Hands a signal to the resource that waits for it. Answers whether one did; a repeated id counts once. */
export function deliver(tools: Tools, place: Place, signal: Signal): boolean {
  const stack = findStack(tools.kernel, place, signal.stack);
  const operation = stack?.operation;
  const task = operation?.tasks[signal.resource];
  if (!stack || !operation || task?.state !== "running" || task.kind === "delete") {
    return false;
  }
  task.signals ??= [];
  if (task.signals.some((known) => known.id === signal.uniqueId)) return true;
  task.signals.push({ id: signal.uniqueId, status: signal.status });
  const environment = { tools, stack, operation };
  sayProgress(environment, task, `Received ${signal.status} signal with UniqueId ${signal.uniqueId}`);
  // Look at once, not when the next look was due.
  if (task.stage === "poll") stepLater(environment, task, tools.kernel.wait(300));
  return true;
}

export function signalResource(tools: Tools, ctx: CallContext, input: SignalResourceInput) {
  refuseName(input.StackName);
  const stack = findStack(tools.kernel, ctx, input.StackName);
  if (!stack) throw noStack.withId(input.StackName);
  const resource = input.LogicalResourceId ?? "";
  if (!Object.hasOwn(stack.resources, resource)) {
    throw invalid(`Resource ${resource} does not exist for stack ${stack.name}`);
  }
  const status = input.Status === "FAILURE" ? "FAILURE" : "SUCCESS";
  const taken = deliver(tools, ctx, { stack: stack.stackId, resource, uniqueId: input.UniqueId ?? "", status });
  if (!taken) {
    throw invalid(`Resource ${resource} is in ${stack.resources[resource]?.status} state and cannot be signaled`);
  }
  return {};
}
