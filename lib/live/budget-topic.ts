import "server-only";
import type { Clock } from "@/lib/clock";
import type { Place } from "@/lib/place";
import type { Budget } from "./budget";
import { startStateTopic } from "./state-topic";
import type { RunningTopic } from "./topic";

const EVERY_MS = 5_000;

/** Topic `budget`: how much of what may be spent of AWS's API quotas is spent. Shares are rounded, so idle says nothing. */
export function startBudgetTopic(options: {
  name: string;
  clock: Clock;
  log: (message: string, cause: unknown) => void;
  budget: Budget;
  places: readonly Place[];
}): RunningTopic {
  return startStateTopic({
    ...options,
    now: () => options.clock.now(),
    plan: () => ({
      parts: ["budget"],
      lanes: [
        {
          name: "budget",
          parts: ["budget"],
          every: () => EVERY_MS,
          run: async () => ({
            budget: options.budget
              .use(options.places)
              .map((use) => ({ ...use, used: Math.round(use.used * 100) / 100 })),
          }),
        },
      ],
    }),
  });
}
