import "server-only";
import { readService, readTasks } from "@/lib/services/read";
import type { Lane } from "../lane";
import { type LaneContext, pace } from "./values";

const IDLE_MS = 5_000;

/** The ECS service with its events, and its tasks. */
export function serviceLanes({ context, values }: LaneContext): Lane[] {
  return [
    {
      name: "service",
      parts: ["service", "serviceEvents"],
      every: () => pace(values, IDLE_MS),
      async run() {
        const where = values.located();
        if (where === undefined) return null;
        if (!where) return { service: null, serviceEvents: [] };
        const found = await readService(context, where);
        return { service: found?.facts ?? null, serviceEvents: found?.events ?? [] };
      },
    },
    {
      name: "tasks",
      parts: ["tasks"],
      every: () => pace(values, IDLE_MS),
      async run() {
        const where = values.located();
        if (where === undefined) return null;
        if (!where) return { tasks: [] };
        const service = values.get("service");
        const targetGroup = service ? service.targetGroupArn : where.targetGroupArns[0];
        return { tasks: await readTasks(context, where, targetGroup) };
      },
    },
  ];
}
