import { onlyReads } from "@/lib/stacks/deploy-changes";
import type { ResourceChange } from "@/lib/stacks/types";

/** A change set in two: what changes, and what AWS lists beforehand only because it reads what is worked out anew. */
export interface SplitChanges {
  /** Causes first: a new task definition stands before the service that takes it. */
  readonly certain: readonly ResourceChange[];
  readonly readers: readonly ResourceChange[];
}

/**
 * A resource that stays keeps its name and ARN, so what only reads these comes out as it was: AWS lists it as changed
 * because it evaluates each reference to a changing resource anew ("Dynamic", see `ResourceChangeDetail`). What is
 * replaced gets another id, so its readers do change. Pure.
 */
export function splitChanges(changes: readonly ResourceChange[]): SplitChanges {
  const staying = new Set(changes.filter(({ replacement }) => replacement === "False").map((each) => each.logicalId));
  const readers = changes.filter((change) => onlyReads(change, staying));
  const certain = changes.filter((change) => !readers.includes(change));
  const names = new Set(certain.map(({ logicalId }) => logicalId));
  const follows = ({ properties }: ResourceChange) =>
    properties.some(({ cause }) => names.has(cause?.split(".")[0] ?? "")) ? 1 : 0;
  return { certain: certain.toSorted((a, b) => follows(a) - follows(b)), readers };
}

/** The attributes that readers wait for: "Service.Name". */
export const readValues = (readers: readonly ResourceChange[]): readonly string[] => [
  ...new Set(readers.flatMap(({ properties }) => properties.flatMap(({ cause }) => cause ?? []))),
];
