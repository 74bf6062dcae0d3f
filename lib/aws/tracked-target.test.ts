import { expect, it } from "vitest";
import { trackedTarget } from "./tracked-target";

it("names the metric however the policy gives it", () => {
  const PredefinedMetricSpecification = { PredefinedMetricType: "ECSServiceAverageCPUUtilization" };
  expect(trackedTarget({ TargetValue: 60, PredefinedMetricSpecification })).toEqual({
    metric: "ECSServiceAverageCPUUtilization",
    value: 60,
    scalesIn: true,
  });
  const CustomizedMetricSpecification = { MetricName: "CPUUtilization" };
  expect(trackedTarget({ TargetValue: 50, DisableScaleIn: true, CustomizedMetricSpecification })).toEqual({
    metric: "CPUUtilization",
    value: 50,
    scalesIn: false,
  });
  const Metrics = [{ Id: "m1" }, { Id: "e1", Expression: "m1 / 2", Label: "backlog" }];
  expect(trackedTarget({ TargetValue: 5, CustomizedMetricSpecification: { Metrics } })?.metric).toBe("backlog");
});

it("says nothing of policies that do not track a target", () => {
  expect(trackedTarget(undefined)).toBeUndefined();
});
