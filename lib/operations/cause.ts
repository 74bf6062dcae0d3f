import "server-only";
import { stackEvents } from "@/lib/aws/cloudformation";
import { awsWorld } from "@/lib/preflight/world";
import { findRelease } from "@/lib/releases/list";
import { explainTask } from "@/lib/stacks/cause-texts";
import { blamesTasks, type CauseEvidence, namesTheFault, rootCause } from "@/lib/stacks/root-cause";
import type { RootCause, StackEvent } from "@/lib/stacks/types";
import { splitImage } from "@/lib/templates/image";
import { refusalsOf } from "./refusals";
import type { StepContext } from "./step";
import { interruptionOf } from "./store";
import type { Operation, OperationState } from "./types";

const EVENT_PAGES = 10;
const SLACK_MS = 3_000;

/** Gathers what AWS says about an operation and names the first cause. What cannot be read is left out. */
export async function findCause(
  ctx: StepContext,
  operation: Operation,
  state: OperationState,
): Promise<RootCause | null> {
  const aws = ctx.aws.at(operation);
  const events = await stackEvents(aws, operation.stackId ?? operation.stack, { maxPages: EVENT_PAGES });
  const since = operation.startedAt - SLACK_MS;
  const seen = await ctx.observe(operation).catch(() => null);
  const stoppedTasks = (seen?.stoppedTasks ?? []).filter(({ createdAt, stoppedAt }) => {
    // Tasks of the version before that stop meanwhile are not this operation's.
    return (createdAt ?? stoppedAt ?? 0) >= since;
  });
  const broken = stoppedTasks.find((task) => explainTask(task));
  const logLines = broken ? await ctx.lastLines(operation, broken).catch(() => []) : [];
  const evidence: CauseEvidence = {
    stackEvents: ofOperation(events, operation),
    serviceEvents: (seen?.events ?? []).filter(({ at }) => at >= since),
    stoppedTasks,
    logLines,
    refusals: await refusalsOf(aws, operation.stackId ?? operation.stack, since).catch(() => []),
    noted: operation.cause,
    cancelledBy: state === "cancelled" ? (await interruptionOf(ctx.db, operation))?.by : undefined,
  };
  const cause = rootCause(evidence);
  if (namesTheFault(cause) || !evidence.stackEvents.some(blamesTasks)) return cause;
  // The tasks are gone untold, as after a jump of time or a restart; their image can still be asked about.
  const missingImage = await imageThatIsGone(ctx, operation).catch(() => undefined);
  return missingImage === undefined ? cause : rootCause({ ...evidence, missingImage });
}

/** The image an operation deploys when its registry does not have it; undefined when it has, or cannot be asked. */
async function imageThatIsGone({ db, aws }: StepContext, operation: Operation): Promise<string | undefined> {
  const release = operation.toReleaseId === undefined ? null : await findRelease(db, operation.toReleaseId);
  const image = release?.image && splitImage(release.image);
  if (!release || !image) return undefined;
  const reference = image.digest ?? image.tag ?? "latest";
  const found = await awsWorld(aws.at(operation)).image(image.registry ?? "docker.io", image.name, reference);
  return found === null ? release.image : undefined;
}

/** Down to the first event that carries the operation's token; by time where there are no tokens. */
function ofOperation(events: readonly StackEvent[], operation: Operation): readonly StackEvent[] {
  const first = events.findLastIndex(({ clientToken }) => clientToken === operation.clientToken);
  return first >= 0 ? events.slice(0, first + 1) : events.filter(({ at }) => at >= operation.startedAt - SLACK_MS);
}
