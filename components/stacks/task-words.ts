import type { Task } from "@/lib/services/types";
import type { Tone } from "@/lib/stacks/types";

const HEALTH: Record<Task["health"], { tone: Tone; words: string }> = {
  healthy: { tone: "ok", words: "healthy" },
  unhealthy: { tone: "bad", words: "unhealthy" },
  starting: { tone: "busy", words: "starting" },
  draining: { tone: "busy", words: "draining" },
  none: { tone: "muted", words: "running" },
};

export const isStopped = (task: Task): boolean => task.lastStatus === "STOPPED";

/** A task's state in a word: its own status until it runs, then what the load balancer says of it. */
export function taskState(task: Task): { tone: Tone; words: string } {
  if (isStopped(task)) return { tone: "muted", words: "stopped" };
  if (task.desiredStatus === "STOPPED" && task.health !== "draining") return { tone: "busy", words: "stopping" };
  if (task.lastStatus !== "RUNNING") return { tone: "busy", words: task.lastStatus.toLowerCase() };
  return HEALTH[task.health];
}

/** Why a task stopped, the most telling thing first: the container's exit, its reason, ECS's own words. */
export function stopWords(task: Task): { code: string; reason: string } {
  const exited = task.containers.find((container) => (container.exitCode ?? 0) !== 0) ?? task.containers[0];
  const code = exited?.exitCode === undefined ? (task.stopCode ?? "–") : `exit ${exited.exitCode}`;
  const own = exited?.reason;
  const reason = [own, task.stoppedReason]
    .filter((text, index, all) => text && all.indexOf(text) === index)
    .join(" · ");
  return { code: exitMeaning(exited?.exitCode, code), reason: reason || "ECS gives no reason" };
}

/** What the usual codes above 128 mean: the container was ended by a signal. */
function exitMeaning(exitCode: number | undefined, words: string): string {
  if (exitCode === 137) return `${words} (killed, often out of memory)`;
  if (exitCode === 143) return `${words} (asked to stop)`;
  return words;
}
