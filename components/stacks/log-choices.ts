import type { LogChoice } from "@/components/logs/log-picker";
import { type StackRef, stackPath } from "@/lib/place";
import type { Task } from "@/lib/services/types";
import { isStopped } from "./task-words";

/** Whose lines can be asked for: all, one container of every task, or one task (stopped ones last). */
export function logChoices(
  ref: StackRef,
  tasks: readonly Task[],
  chosen: { container?: string; task?: string },
): readonly LogChoice[] {
  const base = stackPath(ref, "logs");
  const names = [...new Set(tasks.flatMap((task) => task.containers.map((container) => container.name)))].sort();
  const choices: LogChoice[] = [{ value: "", label: "All containers", href: base }];
  for (const name of names) {
    choices.push({
      value: `container:${name}`,
      label: `Container ${name}`,
      href: `${base}?container=${encodeURIComponent(name)}`,
    });
  }
  for (const task of tasks.toSorted((a, b) => Number(isStopped(a)) - Number(isStopped(b)))) {
    choices.push(taskChoice(base, task.id, isStopped(task) ? "stopped" : (task.zone ?? task.version)));
  }
  // An address may name a task that ECS has forgotten; its log is still there.
  if (chosen.task && !tasks.some((task) => task.id === chosen.task)) {
    choices.push(taskChoice(base, chosen.task, "gone"));
  }
  return choices;
}

const taskChoice = (base: string, id: string, note: string | undefined): LogChoice => ({
  value: `task:${id}`,
  label: `Task ${id.slice(0, 8)}${note ? ` (${note})` : ""}`,
  href: `${base}?task=${encodeURIComponent(id)}`,
});

export const chosenValue = ({ container, task }: { container?: string; task?: string }): string =>
  task ? `task:${task}` : container ? `container:${container}` : "";
