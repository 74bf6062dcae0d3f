import { createCloudWatchHandlers } from "../services/cloudwatch";
import { createAlarms } from "../world/alarms";
import { createCompositeAlarms } from "../world/composite-alarms";
import { Kernel } from "../world/kernel";
import { createMetrics } from "../world/metrics";
import type { AlarmFiring } from "../world/seams";

export const START = Date.UTC(2026, 10, 23, 8);
export const MINUTE = 60_000;
export const ctx = { account: "111111111111", region: "eu-central-1", requestId: "r" };
export const CPU = { Namespace: "Test", MetricName: "Cpu", Dimensions: [{ Name: "Service", Value: "orders" }] };
export const POLICY =
  "arn:aws:autoscaling:eu-central-1:111111111111:scalingPolicy:1:autoScalingGroupName/g:policyName/up";

/** CloudWatch alone, on a clock of its own. */
export function setUpMetrics(snapshot?: ReturnType<Kernel["snapshot"]>) {
  const clock = { wall: snapshot?.time ?? START };
  const kernel = new Kernel(() => clock.wall, snapshot);
  const metrics = createMetrics(kernel);
  const fired: AlarmFiring[] = [];
  const alarms = createAlarms(kernel, metrics, {
    fire: (_place, _arn, firing) => {
      fired.push(firing);
      return { succeeded: true };
    },
  });
  const compositeAlarms = createCompositeAlarms(kernel, alarms);
  const api = createCloudWatchHandlers({ kernel, metrics, alarms, compositeAlarms });
  const minutes = (count: number) => {
    clock.wall += count * MINUTE;
    kernel.sync();
  };
  /** Puts one value at the start of each minute from now on, and lets the minutes pass. */
  const feed = (...values: (number | undefined)[]) => {
    for (const value of values) {
      if (value !== undefined) api.PutMetricData({ Namespace: "Test", MetricData: [{ ...CPU, Value: value }] }, ctx);
      minutes(1);
    }
  };
  const read = (more: object = {}, stat = "Average") =>
    api.GetMetricData(
      {
        MetricDataQueries: [{ Id: "m1", MetricStat: { Metric: CPU, Period: 60, Stat: stat } }],
        StartTime: new Date(START),
        EndTime: new Date(kernel.now() + MINUTE),
        ...more,
      },
      ctx,
    );
  return { kernel, metrics, alarms, api, minutes, feed, read, fired };
}
