import type { Operation } from "@/lib/operations/types";
import { currentRelease, diffReleases } from "@/lib/releases/diff";
import type { Release } from "@/lib/releases/types";
import type { ServiceFacts, Task } from "@/lib/services/types";
import { STACK_STATUS } from "@/lib/stacks/status";
import type { StackFacts } from "@/lib/stacks/types";
import { basisOf, deletePlan, refused, type Situation, updatePlan } from "./mechanisms";
import type { RollbackDecision } from "./types";

export interface RollbackInput {
  readonly stack: StackFacts | null;
  /** Newest first. */
  readonly releases: readonly Release[];
  /** The operation under way, or the last one. */
  readonly operation: Operation | null;
  readonly service: ServiceFacts | null;
  readonly tasks: readonly Task[];
  /** The release a person chose instead of the newest healthy one. */
  readonly targetId?: string;
  /** How long the last rollback took from click to end, ms. */
  readonly lastTookMs?: number;
}

/**
 * What the rollback button will do for a stack as it is now: which mechanism, to which release, what it costs, or why
 * not. Pure; the page shows it and `executeRollback` decides again by the same function before it acts.
 */
export function planRollback(input: RollbackInput): RollbackDecision {
  const { stack } = input;
  if (!stack) return refused("There is no such stack (any more).");
  // A stack made again under the name is another stack: what was healthy in the old one says nothing here.
  const releases = input.releases.filter(({ stackId }) => stackId === "" || stackId === stack.stackId);
  const situation = readSituation({ ...input, releases }, stack);
  switch (stack.status) {
    case "CREATE_COMPLETE":
    case "UPDATE_COMPLETE":
    case "UPDATE_ROLLBACK_COMPLETE":
      return updatePlan(situation);
    case "UPDATE_IN_PROGRESS":
      return cancelPlan(situation);
    case "UPDATE_ROLLBACK_FAILED":
      return continuePlan(situation);
    case "CREATE_IN_PROGRESS":
      return deletePlan(situation, "Stop the launch and delete the stack", [
        "No earlier version is there to go back to: everything this launch has made is deleted.",
      ]);
    case "CREATE_FAILED":
    case "ROLLBACK_COMPLETE":
    case "ROLLBACK_FAILED":
      return deletePlan(situation, "Delete the failed stack", [
        "The launch failed and AWS allows nothing but deleting it. Then launch again.",
      ]);
    case "DELETE_FAILED":
      return deletePlan(situation, "Try to delete again", ["What blocks the deletion is named in the stack's events."]);
    case "REVIEW_IN_PROGRESS":
      return deletePlan(situation, "Delete the empty stack", ["It was planned but never launched: it holds nothing."]);
    case "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS":
      return refused(
        "AWS is removing what the update replaced and takes no request meanwhile.",
        "This takes moments as a rule; the button is back when it has ended.",
      );
    case "UPDATE_ROLLBACK_IN_PROGRESS":
    case "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS":
      return refused(
        `The stack is already going back${situation.back ? ` to ${situation.back.version}` : ""}.`,
        "Nothing can stop or hasten that. If it hangs, look at what it waits for.",
      );
    case "ROLLBACK_IN_PROGRESS":
      return refused("The launch failed and AWS is cleaning up.", "When it has ended, delete the stack.");
    case "DELETE_IN_PROGRESS":
      return refused("The stack is being deleted.");
    case "DELETE_COMPLETE":
      return refused("The stack is deleted.", "Launch it again from one of its releases.");
    case "UPDATE_FAILED":
      return refused(
        "An update made outside Slipway failed with its rollback switched off.",
        "Roll the stack back in the AWS console; Slipway's own updates never end so.",
      );
    case "UNKNOWN":
      return refused("The stack is in a state Slipway does not know.", "Look at it in the AWS console.");
  }
}

function readSituation(input: RollbackInput, stack: StackFacts): Situation {
  const values = Object.fromEntries(stack.parameters.map(({ key, value }) => [key, value]));
  const settled = input.releases.filter(({ outcome }) => outcome !== "running");
  const moving = STACK_STATUS[stack.status].moving;
  const running = input.releases.find(({ outcome }) => outcome === "running");
  // During an update DescribeStacks shows the new parameters already: the release under way is the current one.
  const current = moving && running ? running : currentRelease(input.releases, values);
  // Where a cancelled or failed update lands: the last release that is not the one under way and was not undone.
  const back = settled.find(({ id, outcome }) => id !== current?.id && outcome === "succeeded");
  const tasks = input.tasks.filter(({ desiredStatus }) => desiredStatus === "RUNNING");
  return {
    stack,
    values,
    current,
    back,
    target: chooseTarget(input, current),
    chosen: input.targetId !== undefined,
    restartsTasks: input.service?.desired ?? tasks.length,
    interruptsService: interrupts(input.service, tasks),
    lastTookMs: input.lastTookMs,
    underWay: input.operation && input.operation.endedAt === undefined ? input.operation : null,
  };
}

/** The newest other release that was observed healthy and that nobody has rolled back from. */
function chooseTarget({ releases, targetId }: RollbackInput, current: Release | undefined): Release | undefined {
  if (targetId !== undefined) return releases.find(({ id }) => id === targetId);
  return releases.find(
    (release) =>
      release.id !== current?.id &&
      release.healthyAt !== undefined &&
      release.outcome === "succeeded" &&
      release.undoneAt === undefined &&
      (!current || differs(release, current)),
  );
}

function differs(a: Release, b: Release): boolean {
  const { parameters, templateChanged, digestChanged } = diffReleases(a, b);
  return parameters.length > 0 || templateChanged || digestChanged;
}

/** With one task, or when all may stop at once, nobody answers while they restart. */
function interrupts(service: ServiceFacts | null, tasks: readonly Task[]): boolean {
  if (!service) return false;
  const count = service.desired || tasks.length;
  return count <= 1 || (service.scheduling === "DAEMON" && (service.minimumHealthyPercent ?? 0) === 0);
}

function cancelPlan(situation: Situation): RollbackDecision {
  const { stack, back, current, underWay } = situation;
  const label = back ? `Cancel update and return to ${back.version}` : "Cancel update";
  const warnings: string[] = [];
  if (underWay?.kind === "rollback")
    warnings.push("The update under way is itself a rollback: cancelling it goes back to the version it leaves.");
  if (underWay && underWay.mechanism === "cancel-update") return refused("A cancel is under way already.");
  return {
    allowed: true,
    mechanism: "cancel-update",
    label,
    target: back,
    current,
    diff: back && current ? diffReleases(current, back) : undefined,
    steps: [
      { title: "Cancel the update", detail: `${stack.name} stops updating; AWS starts to set back what it changed.` },
      {
        title: "Restart the tasks of the version before",
        detail: "ECS deploys it again, also where its tasks still run.",
      },
      { title: "Watch the targets", detail: "It has ended well once they have stayed healthy." },
    ],
    warnings,
    restartsTasks: situation.restartsTasks,
    interruptsService: situation.interruptsService,
    lastTookMs: situation.lastTookMs,
    stackId: stack.stackId,
    basis: basisOf(stack),
  };
}

function continuePlan(situation: Situation): RollbackDecision {
  const { stack, back, current } = situation;
  return {
    allowed: true,
    mechanism: "continue-update-rollback",
    label: back ? `Go on returning to ${back.version}` : "Go on rolling back",
    target: back,
    current,
    steps: [
      { title: "Continue the rollback", detail: "AWS tries again what failed; nothing is skipped." },
      { title: "Watch the targets", detail: "It has ended well once they have stayed healthy." },
    ],
    warnings: ["If the cause is still there it fails again; the stack's events name the resource."],
    restartsTasks: situation.restartsTasks,
    interruptsService: false,
    lastTookMs: situation.lastTookMs,
    stackId: stack.stackId,
    basis: basisOf(stack),
  };
}
