import "server-only";
import { ENDED } from "@/lib/operations/types";
import type { HubSources } from "../hub-types";
import type { Lane } from "../lane";
import type { LaneContext } from "./values";

const ACTIVE_MS = 1_000;
const IDLE_MS = 5_000;
const RELEASES_MS = 15_000;
const ROLLBACK_MS = 15_000;

/** What Slipway itself knows: the operation, the releases, and what the rollback button would do. */
export function operationLanes({ ref, values, sources }: LaneContext & { sources: HubSources }): Lane[] {
  return [
    {
      name: "operation",
      parts: ["operation"],
      every: () => {
        const operation = values.get("operation");
        return operation && !ENDED.includes(operation.state) ? ACTIVE_MS : IDLE_MS;
      },
      run: async () => ({ operation: await sources.operationFor(ref) }),
    },
    {
      name: "releases",
      parts: ["releases"],
      every: () => RELEASES_MS,
      run: async () => ({ releases: await sources.releasesFor(ref) }),
    },
    {
      name: "rollback",
      parts: ["rollback"],
      every: () => ROLLBACK_MS,
      async run() {
        const releases = values.get("releases");
        const stack = values.get("stack");
        if (!releases || (!stack && !values.error("stack"))) return null;
        return {
          rollback: await sources.rollbackFor(ref, {
            stack,
            releases,
            operation: values.get("operation"),
            service: values.get("service"),
            tasks: values.get("tasks") ?? [],
            resources: values.get("resources") ?? [],
            stackEvents: values.get("stackEvents") ?? [],
          }),
        };
      },
    },
  ];
}
