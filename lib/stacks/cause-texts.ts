import type { ServiceEvent, Task } from "@/lib/services/types";

/** What ECS says of tasks and services in plain words. Their messages are matched only here; each row is tested. */
export interface Explained {
  readonly sentence: string;
  readonly nextStep?: string;
}

export const missingImage = (image: string): Explained => ({
  sentence: `The image ${image} does not exist in its registry.`,
  nextStep: "Deploy a tag that exists.",
});

const SOON_MS = 60_000;

/** Why a task stopped, when that is a fault of its own; undefined for tasks stopped by a deployment or by scaling. */
export function explainTask(task: Task): Explained | undefined {
  const reasons = [task.stoppedReason, ...task.containers.map(({ reason }) => reason)].filter(Boolean).join(" ");
  const broken = task.containers.find(({ exitCode, reason }) => (exitCode ?? 0) !== 0 || reason) ?? task.containers[0];
  const image = broken?.image ?? "its image";
  if (/CannotPull|pull image|manifest unknown/i.test(reasons)) {
    if (/not found|manifest unknown/i.test(reasons)) return missingImage(image);
    return {
      sentence: `The image ${image} could not be pulled.`,
      nextStep: "Check the registry and the instances' permission to pull.",
    };
  }
  const exit = task.containers.find(({ exitCode }) => exitCode !== undefined && exitCode !== 0);
  if (/OutOfMemory/i.test(reasons)) {
    const code = exit ? ` with exit code ${exit.exitCode}` : "";
    return {
      sentence: `The container ${broken?.name ?? ""} was killed${code}: it used more memory than it may.`.replace(
        "  ",
        " ",
      ),
      nextStep: "Give it more memory, or find out what fills it.",
    };
  }
  if (/failed ELB health checks/i.test(reasons)) {
    return {
      sentence: "The load balancer's health check failed, so ECS stopped the task.",
      nextStep: "Check the health check path and port, and how long the container needs to start.",
    };
  }
  if (/failed container health checks/i.test(reasons)) {
    return { sentence: "The container's own health check failed.", nextStep: "See its log for the reason." };
  }
  if (exit && /Essential container/i.test(task.stoppedReason ?? "")) {
    const lived = task.startedAt && task.stoppedAt ? task.stoppedAt - task.startedAt : undefined;
    const when = lived !== undefined && lived < SOON_MS ? "right after it started" : "while it ran";
    return {
      sentence: `The container ${exit.name} exited with code ${exit.exitCode} ${when}.`,
      nextStep: "Its last log lines are below; deploy a version that starts.",
    };
  }
  return undefined;
}

/** What the load balancer got tells which of path, container and time to look at. */
function healthStep(reason: string): string {
  if (/\[404\]/.test(reason))
    return "Nothing is at the health check path: set it to one the container answers with 200.";
  const code = /\[(\d{3})\]/.exec(reason)?.[1];
  if (code) return `The container answers ${code} itself: its log says why. Check the health check path too.`;
  if (/timed out/i.test(reason)) {
    return "Nothing answers in time: check the container's port, and give a slow start a longer health check grace period.";
  }
  return "Check the health check path and port, and how long the container needs to start.";
}

/** Service events that name a fault; undefined for the everyday ones. */
export function explainServiceEvent({ message }: ServiceEvent): Explained | undefined {
  const unhealthy = /\(port (\d+)\) is unhealthy in .*due to \(reason (.*)\)/.exec(message);
  if (unhealthy) {
    return {
      sentence: `The load balancer's health check on port ${unhealthy[1]} fails: ${unhealthy[2]}`.replace(/\.?$/, "."),
      nextStep: healthStep(unhealthy[2] ?? ""),
    };
  }
  const missing = /CannotPull.*failed to resolve ref (\S+): \S+: not found/.exec(message);
  if (missing?.[1]) return missingImage(missing[1]);
  const unplaced = /unable to place a task\.? (?:Reason: |because )(.*)/.exec(message);
  if (unplaced) return { sentence: `ECS could not place a task: ${unplaced[1]}` };
  if (/unable to consistently start tasks successfully/.test(message)) {
    return { sentence: "The service's tasks stop again soon after they start." };
  }
  return undefined;
}
