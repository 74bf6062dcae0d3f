import type { ServiceParts } from "@/lib/live/types";
import type { StackRef } from "@/lib/place";
import { stageOf } from "@/lib/services/fleet-row";
import { holdsService } from "@/lib/services/locate";
import type { Deployment, RunningVersion, ServiceFacts } from "@/lib/services/types";
import { STACK_STATUS } from "@/lib/stacks/status";
import type { StackFacts, Tone } from "@/lib/stacks/types";
import { serviceName } from "./names";

/** What people call it, and its stage. */
export function nameAndStage(ref: StackRef, stack: StackFacts | null): { name: string; stage: string } {
  const stage = stack ? stageOf(stack) : "";
  return { name: serviceName(ref.stack, stage), stage };
}

export const primaryDeployment = (service: ServiceFacts | null): Deployment | undefined =>
  service?.deployments.find((deployment) => deployment.status === "PRIMARY");

const ROLLOUT: Record<"IN_PROGRESS" | "COMPLETED" | "FAILED", { tone: Tone; words: string }> = {
  IN_PROGRESS: { tone: "busy", words: "in progress" },
  COMPLETED: { tone: "ok", words: "completed" },
  FAILED: { tone: "bad", words: "failed" },
};

/** A deployment's own state; without a circuit breaker ECS gives none, so the counts tell. */
export function rolloutWords(deployment: Deployment): { tone: Tone; words: string } {
  if (deployment.rollout) return ROLLOUT[deployment.rollout];
  return deployment.running >= deployment.desired ? ROLLOUT.COMPLETED : ROLLOUT.IN_PROGRESS;
}

/** "completed, 3 of 3 tasks" */
export function deploymentWords(service: ServiceFacts | null, stack: StackFacts | null): string {
  if (!service)
    return stack && STACK_STATUS[stack.status].moving ? "no ECS service yet" : "no ECS service in this stack";
  const primary = primaryDeployment(service);
  if (!primary) return "none";
  return `${rolloutWords(primary).words}, ${primary.running} of ${primary.desired} tasks`;
}

/** "on all 3", "on 2 of 3" */
export function spread(version: RunningVersion, all: readonly RunningVersion[]): string {
  const total = all.reduce((sum, each) => sum + each.tasks, 0);
  return version.tasks === total ? `on all ${total}` : `on ${version.tasks} of ${total}`;
}

/** True while tasks of an older deployment still run: more than one version is then no finding. */
export const isDeploying = (service: ServiceFacts | null): boolean =>
  (service?.deployments ?? []).some((each) => each.status === "ACTIVE" || each.rollout === "IN_PROGRESS");

/**
 * True once it is known that a stack is not meant to hold an ECS service; while it is being made, or not read yet, that
 * is not known.
 */
export const isWithoutService = ({ stack, resources }: Pick<ServiceParts, "stack" | "resources">): boolean =>
  resources.data !== null &&
  resources.data.length > 0 &&
  stack.data !== null &&
  !STACK_STATUS[stack.data.status].moving &&
  !holdsService(resources.data);

/** The newest time any of the parts was read, for "updated 1 s ago". */
export const newestReading = (parts: ServiceParts): number =>
  Object.values(parts).reduce((newest, { at }) => Math.max(newest, at), 0);
