import { AwsError } from "../../wire/handler";
import { contextOf, type Deployment, importAll, unsupportedAttribute } from "../deployment";
import { StackFailure } from "../errors";
import { resourceEvent } from "../events";
import { missingValues } from "../missing-values";
import { deniedByPolicy } from "../stack-policy";
import { placeOfStack, regionOf, type StackRecord } from "../state";
import type { Tools } from "../tools";
import { currentDeployment, type Environment, moveLater, newTask, stepLater } from "./environment";
import type { Operation, Phase, Task } from "./record";
import { runnerOf, step } from "./step";
import { triggered, watchTriggers } from "./triggers";
import { failStack, phaseOver, turnBack } from "./turn";

interface Move {
  readonly stackId: string;
  readonly operationId: string;
  readonly phase: Phase;
}

/** Registers the events that drive operations. Call once per kernel, before time passes. */
export function driveOperations(tools: Tools): void {
  const { kernel } = tools;
  kernel.on<Move>("cloudformation:operation", (move) => {
    const environment = environmentOf(tools, move);
    if (environment) advance(environment);
  });
  kernel.on<Move & { key: string; step: number }>("cloudformation:task", (move) => {
    const environment = environmentOf(tools, move);
    const task = environment?.operation.tasks[move.key];
    if (!environment || task?.state !== "running" || task.step !== move.step) return;
    if (step(environment, task) === "over") taskOver(environment, task);
  });
  kernel.on<Move>("cloudformation:triggers", (move) => {
    const environment =
      environmentOf(tools, { ...move, phase: "check" }) ?? environmentOf(tools, { ...move, phase: "forward" });
    if (!environment || environment.operation.failing) return;
    const reason = triggered(environment);
    if (reason === undefined) {
      watchTriggers(environment);
      return;
    }
    environment.operation.phase = "forward";
    environment.operation.stackReason = reason;
    stopAll(environment);
  });
  kernel.on<Move>("cloudformation:timeout", (move) => {
    const environment = environmentOf(tools, { ...move, phase: "forward" });
    if (!environment || environment.operation.failing) return;
    environment.operation.stackReason = "Stack creation time exceeded the specified timeout";
    stopAll(environment);
  });
}

function environmentOf(tools: Tools, move: Move): Environment | undefined {
  const stack = regionOf(tools.kernel, placeOfStack(move.stackId)).stacks[move.stackId];
  const operation = stack?.operation;
  // An event of an operation or phase that is over says nothing any more.
  if (!stack || operation?.id !== move.operationId || operation.phase !== move.phase) return undefined;
  return { tools, stack, operation };
}

/** Starts an operation whose stack already has its new content and status. */
export function start(stack: StackRecord, operation: Operation): void {
  stack.operation = operation;
  stack.operations = [{ type: operation.type, id: operation.id }, ...stack.operations].slice(0, 100);
}

/** The operation's next move: the check, the way back after a failure, or starting what is ready. */
function advance(environment: Environment): void {
  const { operation } = environment;
  if (operation.phase === "check") check(environment);
  else if (operation.failing && operation.phase === "forward") turnBack(environment);
  else startReady(environment);
}

function check(environment: Environment): void {
  const { tools, stack, operation } = environment;
  try {
    const deployment = currentDeployment(environment);
    const missing = missingValues(deployment.template, stack.parameters, tools, contextOf(tools, stack.stackId));
    if (missing !== undefined) throw new StackFailure(missing);
    stack.imports = [];
    importAll(deployment);
    const unsupported = unsupportedAttribute(deployment);
    if (unsupported !== undefined) throw new StackFailure(unsupported);
    operation.tasks = Object.fromEntries(
      Object.values(deployment.resources).map((spec) => [
        spec.id,
        newTask({ key: spec.id, resource: spec.id, type: spec.type, needs: deployment.graph[spec.id] ?? [] }),
      ]),
    );
    operation.phase = "forward";
    if (refuseRemovals(environment, deployment)) turnBack(environment);
    else startReady(environment);
  } catch (error) {
    if (!(error instanceof StackFailure || error instanceof AwsError)) throw error;
    failStack(environment, error.message);
  }
}

/** Fails the resources the update would remove against the stack policy. Answers whether there are any. */
function refuseRemovals({ tools, stack, operation }: Environment, deployment: Deployment): boolean {
  for (const record of Object.values(stack.resources)) {
    if (Object.hasOwn(deployment.resources, record.id)) continue;
    const { id, type, physicalId, properties } = record;
    const reason = deniedByPolicy(operation.policy, "Update:Delete", id, type);
    if (reason === undefined) continue;
    operation.failedToUpdate.push(id);
    resourceEvent(tools, stack, { id, type, physicalId, status: "UPDATE_FAILED", reason, properties }, record);
  }
  return operation.failedToUpdate.length > 0;
}

/** Starts every task whose needs are over; when none is left, the phase is. */
export function startReady(environment: Environment): void {
  const { tools, operation } = environment;
  const tasks = Object.values(operation.tasks);
  const over = (key: string) => {
    const state = operation.tasks[key]?.state;
    return state === undefined || state === "done" || state === "skipped";
  };
  for (const task of tasks) {
    if (task.state !== "waiting") continue;
    if (task.needs.some((key) => ["failed", "cancelled"].includes(operation.tasks[key]?.state ?? ""))) {
      task.state = "cancelled";
    }
  }
  for (const task of tasks) {
    if (task.state !== "waiting" || !task.needs.every(over)) continue;
    task.state = "running";
    stepLater(environment, task, tools.kernel.wait(200 + Math.floor(tools.kernel.random() * 400)));
  }
  const left = tasks.some((task) => task.state === "waiting" || task.state === "running");
  if (!left) phaseOver(environment);
}

function taskOver(environment: Environment, task: Task): void {
  const { operation } = environment;
  const deleting = task.kind === "delete";
  if (task.state === "failed" && !deleting && !operation.keepOnFailure && operation.phase === "forward") {
    stopAll(environment);
  } else {
    startReady(environment);
  }
}

/** Stops a way forward: what runs is cancelled, what waits never starts, and a moment later the stack turns back. */
export function stopAll(environment: Environment): void {
  const { operation } = environment;
  for (const task of Object.values(operation.tasks)) {
    if (task.state === "running" && task.stage !== "begin") {
      task.state = "cancelled";
      const word = runnerOf(operation, task).doing(task) === "create" && task.kind === "create" ? "creation" : "update";
      runnerOf(operation, task).fail(environment, task, `Resource ${word} cancelled`);
    } else if (task.state === "running" || task.state === "waiting") {
      task.state = "cancelled";
    }
  }
  operation.failing = true;
  moveLater(environment, 800);
}
