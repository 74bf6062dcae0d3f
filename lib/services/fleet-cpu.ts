import "server-only";
import type { AwsContext } from "@/lib/aws/client";
import { metricData } from "@/lib/aws/cloudwatch";
import { fill, PERIOD_SECONDS } from "@/lib/scaling/series";
import type { Located } from "./locate";

/** The sparkline: the last three hours. */
export const SPARK_MINUTES = 180;
const MINUTE_MS = PERIOD_SECONDS * 1_000;
/** Each metric asked for costs, and a new point comes once a minute. */
const EVERY_MS = 30_000;

/** CPU of a place's services by service ARN, a point a minute, newest last; null where there is no datapoint. */
export interface FleetCpu {
  points: ReadonlyMap<string, readonly (number | null)[]>;
  /** The account's time of the last answer, ms. */
  at: number;
}

export const createFleetCpu = (): FleetCpu => ({ points: new Map(), at: 0 });

/** Reads them all in one call (or a few), unless they are fresh. */
export async function readFleetCpu(ctx: AwsContext, located: readonly Located[], cpu: FleetCpu): Promise<void> {
  const fresh = ctx.now() - cpu.at < EVERY_MS && located.every(({ serviceArn }) => cpu.points.has(serviceArn));
  if (fresh || located.length === 0) return;
  const to = (Math.floor(ctx.now() / MINUTE_MS) + 1) * MINUTE_MS;
  const from = to - SPARK_MINUTES * MINUTE_MS;
  const queries = located.map(({ cluster, service }, index) => ({
    id: `m${index}`,
    namespace: "AWS/ECS",
    name: "CPUUtilization",
    statistic: "Average" as const,
    dimensions: { ClusterName: cluster, ServiceName: service },
    periodSeconds: PERIOD_SECONDS,
  }));
  const data = await metricData(ctx, queries, from, to);
  cpu.points = new Map(
    located.map(({ serviceArn }, index) => [
      serviceArn,
      fill(data.get(`m${index}`) ?? [], from, to).map(([, value]) => value),
    ]),
  );
  cpu.at = ctx.now();
}
