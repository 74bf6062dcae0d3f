import { describe, expect, it } from "vitest";
import { launched, storedTemplate } from "./testing-launch";

const TEMPLATE = "ecs-ec2-target-tracking";

describe("the stored template with target tracking", () => {
  it("launches, grows under load to what brings the CPU to the target, and leaves nothing when deleted", () => {
    const { centre, ctx, story, status, run } = launched({}, undefined, TEMPLATE);
    run(20);
    expect(story().filter((line) => line.includes("FAILED"))).toEqual([]);
    expect(status()).toBe("CREATE_COMPLETE");
    const alarms = () => centre.invoke("monitoring", "DescribeAlarms", {}, ctx).MetricAlarms ?? [];
    expect(alarms().map((alarm) => [alarm.Threshold, alarm.EvaluationPeriods])).toEqual([
      [60, 3],
      [54, 15],
    ]);
    const group = () => centre.invoke("autoscaling", "DescribeAutoScalingGroups", {}, ctx).AutoScalingGroups?.[0];
    const { controls } = centre.world;
    const place = { account: ctx.account, region: ctx.region };
    controls.traffic(place, controls.state(place).services[0]?.service ?? "", 400);
    run(40);
    expect(group()?.Instances?.length).toBeGreaterThan(2);
    centre.invoke("cloudformation", "DeleteStack", { StackName: "s" }, ctx);
    run(60);
    expect(status()).toBe("DELETE_COMPLETE");
    expect(group()).toBeUndefined();
    expect(alarms()).toEqual([]);
  });

  it("takes over from the two alarms in place, and nothing is replaced", () => {
    const { centre, ctx, status, story, run, parameters } = launched();
    run(20);
    const before = story().length;
    const kept = parameters({ targetCpu: "60" }).filter(
      ({ ParameterKey }) => !/^scale(Up|Down)/.test(ParameterKey ?? ""),
    );
    centre.invoke(
      "cloudformation",
      "UpdateStack",
      {
        StackName: "s",
        Capabilities: ["CAPABILITY_IAM"],
        TemplateBody: storedTemplate(TEMPLATE),
        Parameters: kept,
      },
      ctx,
    );
    run(20);
    expect(status()).toBe("UPDATE_COMPLETE");
    const changed = story()
      .slice(before)
      .filter((line) => / (CREATE|UPDATE|DELETE)_COMPLETE/.test(line) && !line.startsWith("s "));
    expect(changed.sort()).toEqual([
      "CpuHighAlarm DELETE_COMPLETE",
      "CpuLowAlarm DELETE_COMPLETE",
      "ScaleDownPolicy DELETE_COMPLETE",
      "ScaleUpPolicy DELETE_COMPLETE",
      "TargetTrackingPolicy CREATE_COMPLETE",
    ]);
  });
});
