import type { LogLine } from "@/lib/logs/types";
import type { ServiceEvent, Task } from "@/lib/services/types";
import { explainReason, isFollower, pointsAtInstances, pointsAtTasks, unwrapReason } from "./cause-reasons";
import { type Explained, explainServiceEvent, explainTask, missingImage } from "./cause-texts";
import type { RootCause, StackEvent } from "./types";

export interface CauseEvidence {
  /** Of this operation only, newest first. */
  readonly stackEvents: readonly StackEvent[];
  /** Since the operation began, newest first. */
  readonly serviceEvents: readonly ServiceEvent[];
  /** Since the operation began, newest first. */
  readonly stoppedTasks: readonly Task[];
  /** What Auto Scaling was refused since the operation began, of the stack's group, newest first. */
  readonly refusals?: readonly { readonly group: string; readonly message: string }[];
  /** The last lines of a task that failed, oldest first. */
  readonly logLines: readonly LogLine[];
  /** What was found while it still ran: a launch that goes back takes its tasks' traces with it. */
  readonly noted?: RootCause;
  /** The image it deploys, when its registry was asked and does not have it. */
  readonly missingImage?: string;
  /** Who cancelled it, if somebody did. */
  readonly cancelledBy?: string;
}

const LOG_LINES_SHOWN = 5;
const TASK = "Task ";
const REGISTRY = "Registry: ";
const SCALING = "Auto Scaling: ";

/**
 * The first cause of a failure in plain words, with AWS's own texts as evidence; null when nothing has failed (yet).
 * The earliest failed resource is the cause; where it only says that tasks failed, the tasks and their logs are asked.
 */
export function rootCause(evidence: CauseEvidence): RootCause | null {
  if (evidence.cancelledBy) return { sentence: `${evidence.cancelledBy} cancelled it.`, evidence: [] };
  const failed = evidence.stackEvents.findLast(({ status, reason }) => /_FAILED$/.test(status) && !isFollower(reason));
  const own = failed && !isStack(failed) ? failed : undefined;
  const noted = namesTheFault(evidence.noted) ? evidence.noted : undefined;
  if (own && pointsAtInstances(own.reason ?? "")) {
    const deeper = fromRefusals(evidence.refusals) ?? noted;
    const told = `${own.logicalId} ${own.status}: ${unwrapReason(own.reason ?? "")}`;
    if (deeper) return { ...deeper, evidence: [...new Set([...deeper.evidence, told])] };
  }
  if (own && !blamesTasks(own)) {
    const said = own.reason ?? "AWS gave no reason.";
    return {
      ...explainReason(said, own.logicalId),
      evidence: [`${own.logicalId} ${own.status}: ${unwrapReason(said)}`],
    };
  }
  const told = own ? [`${own.logicalId} ${own.status}: ${unwrapReason(own.reason ?? "")}`] : [];
  const deeper =
    fromTasks(evidence) ??
    fromRefusals(evidence.refusals) ??
    noted ??
    fromRegistry(evidence.missingImage) ??
    fromServiceEvents(evidence.serviceEvents);
  if (deeper) return { ...deeper, evidence: [...new Set([...deeper.evidence, ...told])] };
  if (own) return { ...explainReason(own.reason ?? "", own.logicalId), evidence: told };
  return fromStack(evidence.stackEvents);
}

const isStack = ({ type }: StackEvent): boolean => type === "AWS::CloudFormation::Stack";

/** A failed service that only says that its tasks do not work: they, their image or their log know more. */
export const blamesTasks = ({ type, status, reason = "" }: StackEvent): boolean =>
  type === "AWS::ECS::Service" && /_FAILED$/.test(status) && pointsAtTasks(reason);

/** Whether a cause rests on what tasks or the registry told, so that nothing better will be found. */
export const namesTheFault = (cause: RootCause | null | undefined): boolean =>
  cause?.evidence.some((line) => FAULTS.some((said) => line.startsWith(said))) ?? false;

const FAULTS = [TASK, REGISTRY, SCALING];

/** A group whose instances were refused waits for them in vain: what refused them is the cause. */
function fromRefusals(refusals: CauseEvidence["refusals"] = []): RootCause | undefined {
  const first = refusals.at(-1);
  return first && cause(explainReason(first.message, first.group), [`${SCALING}${first.message}`]);
}

const fromRegistry = (image: string | undefined): RootCause | undefined =>
  image === undefined ? undefined : cause(missingImage(image), [`${REGISTRY}it was asked for ${image} and has none.`]);

function fromTasks({ stoppedTasks, logLines, serviceEvents }: CauseEvidence): RootCause | undefined {
  for (const task of stoppedTasks) {
    const explained = explainTask(task);
    if (!explained) continue;
    // A failed pull is told by the task and by its container.
    const told = [task.stoppedReason, ...task.containers.map(({ reason }) => reason)].filter((text) => !!text);
    const reasons = [...new Set(told)];
    // The load balancer says why only to the service.
    const asked = /ELB health checks/.test(task.stoppedReason ?? "") ? fromServiceEvents(serviceEvents) : undefined;
    return cause(asked ?? withLastLine(explained, logLines), [
      ...(asked?.evidence ?? []),
      ...reasons.map((text) => `${TASK}${task.id.slice(0, 8)}: ${text}`),
      ...logLines.slice(-LOG_LINES_SHOWN).map(({ message }) => `Log: ${message.slice(0, 500)}`),
    ]);
  }
  return undefined;
}

const QUOTED = 200;

/** A container that ended by itself mostly says why in its last line. */
function withLastLine(explained: Explained, logLines: readonly LogLine[]): Explained {
  const last = logLines.findLast(({ message }) => message.trim() !== "")?.message.trim();
  if (!last || !/exited with code/.test(explained.sentence)) return explained;
  const quoted = last.length > QUOTED ? `${last.slice(0, QUOTED)}…` : last;
  return { ...explained, sentence: `${explained.sentence} Its last line: “${quoted}”` };
}

function fromServiceEvents(events: readonly ServiceEvent[]): RootCause | undefined {
  for (const event of events) {
    const explained = explainServiceEvent(event);
    if (explained) return cause(explained, [event.message]);
  }
  return undefined;
}

/** Failures before any resource: a parameter value that does not exist, a wrong reference in Outputs. */
function fromStack(events: readonly StackEvent[]): RootCause | null {
  const event = events.findLast(
    (one) => isStack(one) && /ROLLBACK_IN_PROGRESS$|_FAILED$/.test(one.status) && one.reason && !isPlain(one.reason),
  );
  if (!event?.reason) return null;
  const said = event.reason.replace(/\s*Rollback requested by user\.?\s*$/, "");
  return cause(explainReason(said, "The stack"), [`${event.status}: ${said}`]);
}

const isPlain = (reason: string): boolean => /^(User Initiated|Rollback requested by user\.?)$/.test(reason.trim());

const cause = ({ sentence, nextStep }: Explained, evidence: readonly string[]): RootCause => ({
  sentence,
  evidence,
  nextStep,
});
