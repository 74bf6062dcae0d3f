import type { Doing } from "../providers/provider";
import type { Environment } from "./environment";
import type { Task } from "./record";

/** How a kind of task is carried out; `step.ts` drives it. */
export interface Runner {
  readonly doing: (task: Task) => Doing;
  /** Writes the first event. `over` when there is nothing to do. */
  begin(environment: Environment, task: Task): "go" | "over";
  /** Calls the provider. */
  act(environment: Environment, task: Task): void;
  /** Nothing is pending any more: writes the last event. */
  complete(environment: Environment, task: Task): void;
  fail(environment: Environment, task: Task, reason: string): void;
}
