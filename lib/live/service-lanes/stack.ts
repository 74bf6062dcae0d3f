import "server-only";
import { describeStack, stackEvents, stackResources } from "@/lib/aws/cloudformation";
import { type PublicError, SlipwayError } from "@/lib/errors";
import type { StackEvent } from "@/lib/stacks/types";
import type { Lane } from "../lane";
import { type LaneContext, pace } from "./values";

const IDLE_MS = 5_000;
/** People wait for a stack's end: it is seen within a second. */
const MOVING_MS = 600;
const IDLE_EVENTS_MS = 15_000;
const IDLE_RESOURCES_MS = 30_000;
/** Events kept on the page; the rest is for the history. */
const EVENTS_KEPT = 500;
const FIRST_PAGES = 3;

/** The stack, its events and its resources. */
export function stackLanes({ context, ref, values }: LaneContext): Lane[] {
  let events: readonly StackEvent[] = [];
  let eventsOf: string | undefined;
  /** By id once it is known, so that a deleted stack is still there to be read. */
  const id = () => values.get("stack")?.stackId ?? ref.stack;
  return [
    {
      name: "stack",
      parts: ["stack"],
      every: () => (values.moving() ? MOVING_MS : IDLE_MS),
      async run() {
        const known = values.get("stack");
        const stack =
          (await describeStack(context, ref.stack)) ?? (known ? await describeStack(context, known.stackId) : null);
        if (!stack) {
          throw new SlipwayError("not_found", `There is no stack ${ref.stack} in ${ref.region}.`, {
            hint: "It may have been deleted, or the name or Region is another one.",
          });
        }
        return { stack };
      },
    },
    {
      name: "stackEvents",
      parts: ["stackEvents"],
      every: () => pace(values, IDLE_EVENTS_MS),
      async run() {
        if (!values.get("stack")) return notThere(values.error("stack"), { stackEvents: [] });
        const stack = id();
        if (eventsOf !== stack) events = [];
        const newest = events[0]?.id;
        const fresh = await stackEvents(context, stack, newest ? { since: newest } : { maxPages: FIRST_PAGES });
        eventsOf = stack;
        if (fresh.length > 0) events = [...fresh, ...events].slice(0, EVENTS_KEPT);
        return { stackEvents: events };
      },
    },
    {
      name: "resources",
      parts: ["resources"],
      every: () => (values.moving() ? 2_000 : IDLE_RESOURCES_MS),
      async run() {
        if (!values.get("stack")) return notThere(values.error("stack"), { resources: [] });
        return { resources: await stackResources(context, id()) };
      },
    },
  ];
}

/** Without the stack there is nothing to ask for; that it does not exist is an answer, that it cannot be read is not. */
function notThere<T>(error: PublicError | null, empty: T): T | null {
  if (error && error.code !== "not_found") throw new SlipwayError(error.code, error.message, error.details);
  return error ? empty : null;
}
