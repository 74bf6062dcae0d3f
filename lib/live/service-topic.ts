import "server-only";
import type { AwsContext } from "@/lib/aws/client";
import type { Clock } from "@/lib/clock";
import { ENDED } from "@/lib/operations/types";
import type { StackRef } from "@/lib/place";
import { healthOf } from "@/lib/services/health";
import type { Health } from "@/lib/services/types";
import { runningVersions } from "@/lib/services/version";
import { stackProgress } from "@/lib/stacks/progress";
import type { StackFacts, StackProgress } from "@/lib/stacks/types";
import type { HubSources, RecordedPart } from "./hub-types";
import { operationLanes } from "./service-lanes/operation";
import { scalingLanes } from "./service-lanes/scaling";
import { serviceLanes } from "./service-lanes/service";
import { stackLanes } from "./service-lanes/stack";
import { taskScalingLane } from "./service-lanes/task-scaling";
import { type ServiceValues, valuesOf } from "./service-lanes/values";
import { startStateTopic } from "./state-topic";
import type { RunningTopic } from "./topic";
import type { ServiceParts } from "./types";

const PARTS: Record<keyof ServiceParts, true> = {
  stack: true,
  health: true,
  progress: true,
  stackEvents: true,
  resources: true,
  service: true,
  versions: true,
  tasks: true,
  serviceEvents: true,
  series: true,
  alarms: true,
  alarmBands: true,
  group: true,
  policies: true,
  activities: true,
  taskScaling: true,
  operation: true,
  releases: true,
  rollback: true,
};

/** Which lanes run at once when a part changed: news of a stack is soon news of its service. */
const WAKES: Readonly<Record<string, readonly string[]>> = {
  stack: ["stackEvents", "resources", "service", "rollback", "operation"],
  stackEvents: ["resources"],
  resources: ["service", "tasks", "group", "policies", "activities", "alarms", "series"],
  service: ["tasks", "rollback"],
  operation: ["stack", "stackEvents", "service", "releases", "rollback"],
  releases: ["rollback"],
  alarms: ["alarmBands", "activities", "taskScaling"],
  policies: ["alarms"],
  taskScaling: ["alarms"],
  group: ["activities", "tasks"],
};

export interface ServiceTopicOptions {
  readonly name: string;
  readonly clock: Clock;
  readonly log: (message: string, cause: unknown) => void;
  readonly recorded?: () => Promise<readonly RecordedPart[]>;
  readonly record?: (parts: readonly RecordedPart[]) => Promise<void>;
  readonly context: AwsContext;
  readonly ref: StackRef;
  readonly sources: HubSources;
}

/** Topic `service/<account>/<region>/<stack>`: each API in a lane of its own, so that one denied leaves the rest alone. */
export function startServiceTopic(options: ServiceTopicOptions): RunningTopic {
  const { context, ref, sources } = options;
  return startStateTopic({
    ...options,
    now: () => context.now(),
    plan(access) {
      const values = valuesOf(access);
      const lane = { context, ref, values };
      return {
        parts: Object.keys(PARTS),
        lanes: [
          ...stackLanes(lane),
          ...serviceLanes(lane),
          ...scalingLanes(lane),
          taskScalingLane(lane),
          ...operationLanes({ ...lane, sources }),
        ],
        derive: () => {
          const tasks = values.get("tasks");
          const stack = values.get("stack");
          return {
            health: health(values),
            versions: tasks ? runningVersions(tasks) : undefined,
            progress: stack ? progress(values, stack, context.now()) : undefined,
          };
        },
        wakes: (changed) => [...new Set([...changed].flatMap((part) => WAKES[part] ?? []))],
      };
    },
  });
}

/** Undefined while what it rests on is still being read: nothing is said too early. */
function health(values: ServiceValues): Health | undefined {
  const stack = values.get("stack");
  const gone = values.error("stack")?.code === "not_found";
  if (!stack || gone) return gone ? { tone: "muted", words: "There is no such stack" } : undefined;
  if (!values.known("service")) {
    return values.error("service") ? { tone: "warn", words: "The service could not be read" } : undefined;
  }
  return healthOf({
    stack,
    service: values.get("service"),
    tasks: values.get("tasks"),
    group: values.get("group"),
    taskScaling: values.get("taskScaling"),
    alarms: values.get("alarms") ?? [],
  });
}

/** What an operation will touch is known beforehand only while it goes forward. In whole seconds, so that it rests. */
function progress(values: ServiceValues, stack: StackFacts, now: number): StackProgress | null {
  const operation = values.get("operation");
  const forward = stack.status === "CREATE_IN_PROGRESS" || stack.status === "UPDATE_IN_PROGRESS";
  const planned = forward && operation && !ENDED.includes(operation.state) ? operation.planned : undefined;
  const second = Math.floor(now / 1_000) * 1_000;
  return stackProgress(stack, values.get("stackEvents") ?? [], values.get("resources") ?? [], second, planned);
}
