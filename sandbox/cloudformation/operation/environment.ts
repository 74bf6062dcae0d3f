import { contextOf, type Deployment, deploymentOf, existing } from "../deployment";
import { resourceEvent } from "../events";
import type { Call } from "../providers/provider";
import { takesTags } from "../providers/schema";
import type { StackRecord } from "../state";
import { evaluate } from "../template/evaluate";
import { isMapping, type Mapping } from "../template/values";
import type { Tools } from "../tools";
import type { Operation, Task } from "./record";

/** One stack's running operation and what it works with. */
export interface Environment {
  readonly tools: Tools;
  readonly stack: StackRecord;
  readonly operation: Operation;
}

/** Runs the operation's next move after `ms` (shortened by the pace). */
export function moveLater({ tools, stack, operation }: Environment, ms: number): void {
  tools.kernel.schedule("cloudformation:operation", tools.kernel.wait(ms), {
    stackId: stack.stackId,
    operationId: operation.id,
    phase: operation.phase,
  });
}

/** Runs the task's next step after `ms` of simulated time. Earlier plans for the task lapse. */
export function stepLater({ tools, stack, operation }: Environment, task: Task, ms: number): void {
  task.step++;
  tools.kernel.schedule("cloudformation:task", ms, {
    stackId: stack.stackId,
    operationId: operation.id,
    phase: operation.phase,
    key: task.key,
    step: task.step,
  });
}

/** The stack's current template and values, references answered by what exists now. */
export function currentDeployment({ tools, stack }: Environment): Deployment {
  return deploymentOf(
    tools,
    {
      stackId: stack.stackId,
      name: stack.name,
      template: stack.template,
      parameters: stack.parameters,
      notificationArns: stack.notificationArns,
    },
    existing(tools, stack),
  );
}

/** The stack's tags, for types that take tags, and CloudFormation's own three [aws-facts 1.1]. */
export const callTags = (stack: StackRecord, { id, type }: { id: string; type: string }) => [
  ...(takesTags(type) ? stack.tags : []),
  { Key: "aws:cloudformation:logical-id", Value: id },
  { Key: "aws:cloudformation:stack-id", Value: stack.stackId },
  { Key: "aws:cloudformation:stack-name", Value: stack.name },
];

export function providerCall(environment: Environment, task: Task, before: Mapping): Call {
  const { tools, stack } = environment;
  return {
    tools,
    ctx: contextOf(tools, stack.stackId),
    stack: { name: stack.name, id: stack.stackId },
    logicalId: task.resource,
    properties: task.properties,
    physicalId: task.physicalId,
    before,
    tags: callTags(stack, { id: task.resource, type: task.type }),
    tagsBefore: takesTags(task.type) ? (task.previous?.tags ?? []) : [],
    scratch: isMapping(task.scratch) ? task.scratch : {},
    signals: task.signals ?? [],
    say: (reason) => sayProgress(environment, task, reason),
    updatePolicy: () => {
      const deployment = currentDeployment(environment);
      const policy = evaluate(deployment.resources[task.resource]?.updatePolicy, deployment.scope);
      return isMapping(policy) ? policy : undefined;
    },
  };
}

/** An event of a resource on its way: the status it is in, with a reason. */
export function sayProgress(
  { tools, stack }: Environment,
  task: Task,
  reason: string,
  detailed?: "CONFIGURATION_COMPLETE",
): void {
  resourceEvent(
    tools,
    stack,
    {
      id: task.resource,
      type: task.type,
      physicalId: task.physicalId,
      status: task.kind === "create" ? "CREATE_IN_PROGRESS" : "UPDATE_IN_PROGRESS",
      reason,
      properties: task.properties,
      ...(detailed === undefined ? {} : { detailed }),
    },
    stack.resources[task.resource],
  );
}

export const newTask = (task: Pick<Task, "key" | "resource" | "type" | "needs"> & Partial<Task>): Task => ({
  state: "waiting",
  physicalId: "",
  properties: {},
  step: 0,
  stage: "begin",
  startedAt: 0,
  attempts: 0,
  ...task,
});
