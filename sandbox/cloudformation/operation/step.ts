import { AwsError } from "../../wire/handler";
import { StackFailure } from "../errors";
import { HandlerError } from "../providers/provider";
import { findProvider } from "../providers/registry";
import { deletion } from "./deletion";
import { currentDeployment, type Environment, providerCall, sayProgress, stepLater } from "./environment";
import { forward } from "./forward";
import { isPassing, reasonOf } from "./reason";
import type { Operation, Task } from "./record";
import { restore } from "./restore";
import type { Runner } from "./runner";
import { hasSignals, signalPolicy } from "./signals";

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const MAX_RETRIES = 8;

export function runnerOf(operation: Operation, task: Task): Runner {
  if (task.kind === "delete") return deletion;
  return operation.phase === "back" ? restore : forward;
}

/** One step of one task. Answers whether the task has come to an end, well or not. */
export function step(environment: Environment, task: Task): "going" | "over" {
  const { tools, operation } = environment;
  const { kernel } = tools;
  const runner = runnerOf(operation, task);
  try {
    switch (task.stage) {
      case "begin": {
        task.startedAt = kernel.now();
        if (runner.begin(environment, task) === "over") {
          task.state = "done";
          return "over";
        }
        next(environment, task, "act", 600);
        return "going";
      }
      case "act":
        runner.act(environment, task);
        next(environment, task, "poll", findProvider(task.type)?.settle ?? SECOND);
        return "going";
      case "poll":
        if (waits(environment, task, runner)) {
          const backoff = Math.min(10, 1.3 ** task.attempts) * SECOND;
          task.attempts++;
          // A high pace would ask for hours' worth of answers in no time: after a while ask at AWS's own rate.
          stepLater(environment, task, task.attempts > 60 ? 10 * SECOND : kernel.wait(backoff));
          return "going";
        }
        if (!announced(environment, task, runner)) {
          runner.complete(environment, task);
          task.state = "done";
          return "over";
        }
        stepLater(environment, task, kernel.wait(400));
        return "going";
    }
  } catch (error) {
    if (isPassing(error) && task.attempts < MAX_RETRIES) {
      task.attempts++;
      stepLater(environment, task, kernel.wait(2 ** task.attempts * SECOND));
      return "going";
    }
    // What is wrong with the template's own values is told in the template's words, not as a handler's answer.
    const own = (task.stage === "begin" && error instanceof AwsError) || error instanceof StackFailure;
    const reason = own ? error.message : reasonOf(tools, error);
    task.state = "failed";
    runner.fail(environment, task, reason);
    return "over";
  }
}

function next(environment: Environment, task: Task, stage: Task["stage"], ms: number): void {
  task.stage = stage;
  task.attempts = 0;
  stepLater(environment, task, environment.tools.kernel.wait(ms));
}

/** Whether the service, or a signal, is still awaited. Throws when patience is over. */
function waits(environment: Environment, task: Task, runner: Runner): boolean {
  const { tools } = environment;
  const provider = findProvider(task.type);
  const doing = runner.doing(task);
  const call = providerCall(environment, task, task.previous?.leftover.properties ?? {});
  const waited = tools.kernel.now() - task.startedAt;
  const pending = provider?.pending?.(call, doing) ?? false;
  task.scratch = call.scratch;
  if (doing === "create" && runner === forward) {
    const deployment = currentDeployment(environment);
    const policy = signalPolicy(deployment.resources[task.resource]?.creationPolicy, deployment.scope);
    // Signals say more than the service's own idea of ready, so they alone decide where they are asked for.
    if (policy) return !hasSignals(policy, task, waited);
  }
  if (pending && waited > (provider?.patience ?? HOUR)) {
    throw new HandlerError("Exceeded attempts to wait", "NotStabilized");
  }
  return pending;
}

/** Some types say that they are configured shortly before they are complete [aws-facts 1.10]. */
function announced(environment: Environment, task: Task, runner: Runner): boolean {
  const doing = runner.doing(task);
  if (task.announced || runner === deletion) return false;
  if (!findProvider(task.type)?.announces?.includes(doing)) return false;
  task.announced = true;
  sayProgress(environment, task, "Eventual consistency check initiated", "CONFIGURATION_COMPLETE");
  return true;
}
