import type { ServiceParts } from "@/lib/live/types";
import type { Release } from "@/lib/releases/types";
import { imageChanges } from "@/lib/rollback/mechanisms";

/** Where a stack rests and takes an update. */
const RESTS: ReadonlySet<string> = new Set(["CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"]);

/**
 * The releases a person may choose to go back to, newest first: those whose image is not the one the stack has now. None
 * while the stack moves, since nothing can be chosen then. Pure; the server decides again.
 */
export function releaseChoices({
  stack,
  releases,
  operation,
}: Pick<ServiceParts, "stack" | "releases" | "operation">): readonly Release[] {
  const now = stack.data;
  if (!now || !RESTS.has(now.status)) return [];
  const { data: running } = operation;
  if (running && running.endedAt === undefined && running.state !== "settling") return [];
  const values = Object.fromEntries(now.parameters.map(({ key, value }) => [key, value]));
  return (releases.data ?? []).filter(
    (release) =>
      (release.stackId === "" || release.stackId === now.stackId) &&
      release.outcome !== "running" &&
      Object.keys(imageChanges(release, values)).length > 0,
  );
}
