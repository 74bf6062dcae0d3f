import { isSlipwayError } from "@/lib/errors";
import type { LogState } from "@/lib/logs/types";

export interface LogStateInputs {
  /** What kept it from being known where the containers log. */
  readonly sourcesFailure: unknown;
  /** The driver, where no container uses awslogs. */
  readonly otherDriver?: string;
  readonly groups: readonly { group: string; failure: unknown; answered: boolean }[];
  readonly hasLines: boolean;
}

/** What the log pane says when it has no lines to show, or why there are no new ones; null before the first answer. */
export function logState({ sourcesFailure, otherDriver, groups, hasLines }: LogStateInputs): LogState | null {
  if (sourcesFailure) return failureState(sourcesFailure, "");
  if (otherDriver) return { kind: "not-awslogs", driver: otherDriver };
  const failed = groups.find(({ failure }) => failure !== null);
  if (failed) return failureState(failed.failure, failed.group);
  if (hasLines) return { kind: "ok" };
  return groups.length > 0 && groups.every(({ answered }) => answered) ? { kind: "empty" } : null;
}

function failureState(failure: unknown, group: string): LogState {
  if (!isSlipwayError(failure)) return { kind: "unreachable", message: "Slipway could not read the log." };
  const { code, message, details } = failure;
  if (code === "aws_denied") return { kind: "denied", api: details.api ?? "logs:FilterLogEvents", message };
  if (details.awsCode === "ResourceNotFoundException" && group) return { kind: "missing-group", group };
  return { kind: "unreachable", message };
}
