import type { Tone } from "@/lib/stacks/types";

/** A resource's status by how it ends: the words are AWS's own. */
export function resourceTone(status: string): Tone {
  if (status.endsWith("_FAILED")) return "bad";
  if (status.endsWith("_IN_PROGRESS")) return "busy";
  if (status === "DELETE_COMPLETE" || status === "DELETE_SKIPPED") return "muted";
  if (status.includes("ROLLBACK")) return "warn";
  return status.endsWith("_COMPLETE") ? "ok" : "muted";
}
