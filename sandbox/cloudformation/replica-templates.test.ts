import { describe, expect, it } from "vitest";
import { launched } from "./testing-launch";

/** What both templates have in common: tasks follow the load, instances (where there are any) follow the tasks. */
describe.each(["ecs-fargate", "ecs-ec2-capacity-provider"])("the stored template %s", (template) => {
  it("launches, follows the load, deploys, falls back from a bad image, and leaves nothing when deleted", () => {
    const { centre, ctx, run, status, story, update } = launched({}, undefined, template);
    const place = { account: ctx.account, region: ctx.region };
    const cluster = "orders-dev";
    const service = () => {
      const services = centre.invoke("ecs", "ListServices", { cluster }, ctx).serviceArns ?? [];
      return centre.invoke("ecs", "DescribeServices", { cluster, services }, ctx).services?.[0];
    };
    run(20);
    expect(story().filter((line) => line.includes("FAILED"))).toEqual([]);
    expect(status()).toBe("CREATE_COMPLETE");
    expect(service()).toMatchObject({ desiredCount: 2, runningCount: 2 });

    const { controls } = centre.world;
    const traffic = (rate: number) => controls.traffic(place, controls.state(place).services[0]?.service ?? "", rate);
    traffic(1000);
    run(60);
    const grown = service();
    expect(grown?.runningCount).toBeGreaterThan(2);
    expect(grown?.runningCount).toBe(grown?.desiredCount);
    traffic(5);
    run(180);
    expect(service()).toMatchObject({ desiredCount: 2, runningCount: 2 });

    update({ containerTag: "1.5.0" });
    run(30);
    expect(status()).toBe("UPDATE_COMPLETE");
    update({ containerTag: "1.6.0" });
    run(90);
    expect(status()).toBe("UPDATE_ROLLBACK_COMPLETE");
    expect(service()).toMatchObject({ desiredCount: 2, runningCount: 2 });

    centre.invoke("cloudformation", "DeleteStack", { StackName: "s" }, ctx);
    run(60);
    expect(status()).toBe("DELETE_COMPLETE");
    expect(centre.invoke("ecs", "ListClusters", {}, ctx).clusterArns).toEqual([]);
    expect(centre.invoke("monitoring", "DescribeAlarms", {}, ctx).MetricAlarms).toEqual([]);
    expect(centre.invoke("autoscaling", "DescribeAutoScalingGroups", {}, ctx).AutoScalingGroups).toEqual([]);
  });
});
