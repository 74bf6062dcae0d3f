import type { Part } from "@/lib/live/types";
import type { TimelineParts } from "./merge";

const SOURCE_PARTS: readonly (keyof TimelineParts)[] = [
  "stackEvents",
  "serviceEvents",
  "activities",
  "taskScaling",
  "alarmBands",
  "tasks",
  "releases",
];

/** Nothing has been read and nothing has failed yet: an empty list would say that nothing happened. Pure. */
export const nothingRead = (parts: TimelineParts): boolean =>
  SOURCE_PARTS.every((name) => parts[name].at === 0 && parts[name].error === null);

type Failed = Part<unknown> & { readonly error: NonNullable<Part<unknown>["error"]> };

/** The sources that could not be read, each cause once: what they would tell is missing, or old. Pure. */
export function failedSources(parts: TimelineParts): readonly Failed[] {
  const failed = SOURCE_PARTS.map((name): Part<unknown> => parts[name]).filter((part): part is Failed => !!part.error);
  return failed.filter(
    (part, index) => failed.findIndex(({ error }) => error.message === part.error.message) === index,
  );
}
