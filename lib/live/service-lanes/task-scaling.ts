import "server-only";
import { scalableTarget, serviceActivities, servicePolicies } from "@/lib/aws/application-auto-scaling";
import { withTaskChanges } from "@/lib/scaling/task-changes";
import type { ScalableTarget, ScalingPolicy } from "@/lib/scaling/types";
import type { Lane } from "../lane";
import type { LaneContext } from "./values";

const IDLE_MS = 10_000;
const MOVING_MS = 5_000;
/** Limits and policies change seldom. */
const TARGET_MS = 60_000;
const ACTIVITIES_KEPT = 50;

/** What sets a service's number of tasks. AWS refuses that for DAEMON services, so nobody is asked about those. */
export function taskScalingLane({ context, values }: LaneContext): Lane {
  let known: { of: string; until: number; target: ScalableTarget | null; policies: ScalingPolicy[] } | undefined;
  return {
    name: "taskScaling",
    parts: ["taskScaling"],
    every: () => (values.moving() ? MOVING_MS : IDLE_MS),
    async run() {
      const where = values.located();
      if (where === undefined) return null;
      const service = values.get("service");
      if (where && !service && !values.known("service")) return null;
      if (!where || !service || service.scheduling === "DAEMON") return { taskScaling: null };
      if (known?.of !== where.serviceArn || known.until <= context.now()) {
        const target = await scalableTarget(context, where.cluster, where.service);
        const policies = target ? await servicePolicies(context, where.cluster, where.service) : [];
        known = { of: where.serviceArn, until: context.now() + TARGET_MS, target, policies };
      }
      const { target, policies } = known;
      if (!target) return { taskScaling: null };
      const activities = await serviceActivities(context, where.cluster, where.service, ACTIVITIES_KEPT);
      const running = values.get("series")?.find(({ id }) => id === "tasks");
      return { taskScaling: { ...target, policies, activities: withTaskChanges(activities, running) } };
    },
  };
}
