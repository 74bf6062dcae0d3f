import type { Service, Task } from "./ecs-records";
import type { Kernel } from "./kernel";

/** DescribeServices shows this many, newest first. */
const KEPT = 100;
/** A repeated cause is left out until solved or this old (ms). */
const REPEATED_AFTER = 6 * 3_600_000;

const list = (tasks: readonly Task[]): string => tasks.map((task) => `(task ${task.id})`).join(" ");

/** The exact texts of ECS service events. Source: aws-facts.md section 2.1. */
export const EVENT_TEXTS = {
  steady: (name: string) => `(service ${name}) has reached a steady state.`,
  completed: (name: string, id: string) => `(service ${name}) (deployment ${id}) deployment completed.`,
  failed: (name: string, id: string) =>
    `(service ${name}) (deployment ${id}) deployment failed: tasks failed to start.`,
  rollingBack: (name: string, id: string) => `(service ${name}) rolling back to deployment ${id}.`,
  started: (name: string, tasks: readonly Task[], replaced: number) =>
    `(service ${name}) has started ${tasks.length} tasks: ${list(tasks)}.${
      replaced > 0 ? ` Amazon ECS replaced ${replaced} tasks due to an unhealthy status.` : ""
    }`,
  stopped: (name: string, tasks: readonly Task[]) =>
    `(service ${name}) has stopped ${tasks.length} running tasks: ${list(tasks)}.`,
  stoppedPending: (name: string, count: number) => `(service ${name}) stopped ${count} pending tasks.`,
  registered: (name: string, count: number, arn: string) =>
    `(service ${name}) registered ${count} targets in (target-group ${arn})`,
  deregistered: (name: string, count: number, arn: string) =>
    `(service ${name}) deregistered ${count} targets in (target-group ${arn})`,
  draining: (name: string, count: number, taskSet?: string) =>
    `(service ${name}${taskSet ? `, taskSet ${taskSet}` : ""}) has begun draining connections on ${count} tasks.`,
  unhealthy: (name: string, task: string, port: number, arn: string, why: string) =>
    `(service ${name}) (task ${task}) (port ${port}) is unhealthy in (target-group ${arn}) due to (reason ${why}).`,
  failedHealthChecks: (name: string, task: string) =>
    `(service ${name}) (task ${task}) failed container health checks.`,
  unableToPlace: (name: string, why: string) => `(service ${name}) was unable to place a task. Reason: ${why}.`,
  noRoom: (name: string, containerInstance: string | undefined, why: string) =>
    `(service ${name}) was unable to place a task because no container instance met all of its requirements.${
      containerInstance
        ? ` The closest matching (container-instance ${containerInstance}) ${why}. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.`
        : ""
    }`,
  inconsistent: (name: string) => `(service ${name}) is unable to consistently start tasks successfully.`,
  stuck: (name: string) =>
    `(service ${name}) was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.`,
} as const;

/** Writes an event; `offset` (ms) puts one of the same instant after another, as ECS does. */
export function writeEvent(kernel: Kernel, service: Service, message: string, offset = 0): void {
  service.events.unshift({ id: kernel.uuid(), at: kernel.now() + offset, message });
  if (service.events.length > KEPT) service.events.length = KEPT;
}

/** Writes a complaint, but not again while it stays the same and is younger than six hours. */
export function complain(kernel: Kernel, service: Service, message: string): void {
  const known = service.complaint;
  if (known && known.text === message && kernel.now() - known.at < REPEATED_AFTER) return;
  service.complaint = { text: message, at: kernel.now() };
  writeEvent(kernel, service, message);
}
