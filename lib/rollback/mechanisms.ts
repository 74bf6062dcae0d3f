import type { Operation } from "@/lib/operations/types";
import { diffReleases } from "@/lib/releases/diff";
import type { Release } from "@/lib/releases/types";
import type { StackFacts } from "@/lib/stacks/types";
import type { RollbackDecision, RollbackRefused } from "./types";

/** A stack as the plan sees it. */
export interface Situation {
  readonly stack: StackFacts;
  /** Its parameters now, by name. */
  readonly values: Readonly<Record<string, string>>;
  readonly current: Release | undefined;
  /** Where a cancelled or failed update lands. */
  readonly back: Release | undefined;
  readonly target: Release | undefined;
  /** A person chose the target. */
  readonly chosen: boolean;
  readonly restartsTasks: number;
  readonly interruptsService: boolean;
  readonly lastTookMs: number | undefined;
  readonly underWay: Operation | null;
}

export const refused = (why: string, nextStep?: string, label = "Roll back"): RollbackRefused => ({
  allowed: false,
  label,
  why,
  nextStep,
});

/** What a plan was made for; another one makes it stale. */
export const basisOf = (stack: StackFacts): string => `${stack.status}@${stack.updatedAt ?? stack.createdAt}`;

/** The stack rests: the target's image is set again by an update with the stack's own template. */
export function updatePlan(situation: Situation): RollbackDecision {
  const { stack, target, current, underWay } = situation;
  if (underWay && underWay.state !== "settling") {
    return refused(`"${underWay.title}" has just been started.`, "Wait until the stack moves.");
  }
  if (!target) {
    return situation.chosen
      ? refused("The chosen release is not there any more.")
      : refused(
          "No other release was observed healthy here, so there is nothing safe to go back to.",
          "Deploy a version you trust.",
        );
  }
  const label = `Roll back to ${target.version}`;
  const changes = imageChanges(target, situation.values);
  if (Object.keys(changes).length === 0) {
    return refused(
      `${target.version} has the image that runs now; it differs in settings only.`,
      "Change the settings with an update, where all changes are shown.",
      label,
    );
  }
  return {
    allowed: true,
    mechanism: "update-stack",
    label,
    target,
    current,
    diff: current ? diffReleases(current, target) : undefined,
    steps: [
      {
        title: "Set the image back",
        detail: Object.entries(changes)
          .map(([key, value]) => `${key}: ${situation.values[key] ?? "none"} → ${value}`)
          .join(", "),
      },
      {
        title: "Restart the tasks",
        detail: `ECS replaces ${count(situation.restartsTasks, "task")} by the old version.`,
      },
      { title: "Watch the targets", detail: "It has ended well once they have stayed healthy." },
    ],
    warnings: warningsOf(situation, target, changes),
    restartsTasks: situation.restartsTasks,
    interruptsService: situation.interruptsService,
    lastTookMs: situation.lastTookMs,
    stackId: stack.stackId,
    basis: basisOf(stack),
  };
}

/** The parameters an image-only rollback sets, name → value: those of the target's image that differ now. */
export function imageChanges(target: Release, now: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    target.imageParameters.flatMap((name) => {
      const value = target.parameters[name];
      return value !== undefined && Object.hasOwn(now, name) && now[name] !== value ? [[name, value]] : [];
    }),
  );
}

function warningsOf(situation: Situation, target: Release, changes: Readonly<Record<string, string>>): string[] {
  const { current, values } = situation;
  const warnings: string[] = [];
  if (target.healthyAt === undefined) warnings.push(`${target.version} was never observed healthy here.`);
  if (target.undoneAt !== undefined || target.outcome === "rolled_back")
    warnings.push(`${target.version} was rolled back from before.`);
  if (current && current.templateSha256 !== target.templateSha256) {
    warnings.push("The template has changed since. Only the image goes back; the resources stay as they are now.");
  }
  const kept = Object.keys(target.parameters).filter(
    (name) => !(name in changes) && Object.hasOwn(values, name) && values[name] !== target.parameters[name],
  );
  if (kept.length > 0) warnings.push(`These settings stay as they are now: ${kept.join(", ")}.`);
  if (situation.interruptsService) warnings.push("The service does not answer while its tasks restart.");
  const moved = current?.digest && target.digest && current.version === target.version;
  if (moved) warnings.push(`The tag ${target.version} has moved since: it now names another image.`);
  return warnings;
}

/** Nothing to go back to: what is left is deleting, and it is called so. */
export function deletePlan(situation: Situation, label: string, warnings: readonly string[]): RollbackDecision {
  const { stack, underWay } = situation;
  if (stack.terminationProtection) {
    return refused(
      `${stack.name} is protected against deletion.`,
      "Switch its termination protection off first.",
      label,
    );
  }
  if (underWay?.mechanism === "delete-stack") return refused("The stack is being deleted already.");
  return {
    allowed: true,
    mechanism: "delete-stack",
    label,
    current: situation.current,
    steps: [{ title: "Delete the stack", detail: `${stack.name} and all it holds go. This cannot be undone.` }],
    warnings,
    restartsTasks: 0,
    interruptsService: true,
    stackId: stack.stackId,
    basis: basisOf(stack),
  };
}

const count = (n: number, word: string): string => `${n} ${word}${n === 1 ? "" : "s"}`;
