import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { linksOf } from "./links";
import { picture } from "./picture";

it("draws the stored template: requests from left to right, each resource once", () => {
  const links = linksOf(readFileSync("infra-templates/ecs-ec2-daemon.yaml", "utf8"));
  const made = new Map(Object.entries(links).map(([id, { type }]) => [id, type]));
  const drawn = picture(made, links);
  const lane = (title: string) => drawn.lanes.find((one) => one.title === title)?.nodes.map(({ id }) => id);
  expect(lane("Load balancer")).toEqual(["LoadBalancer", "Listener", "RedirectListener"]);
  expect(lane("Target group")).toEqual(["TargetGroup"]);
  expect(lane("Service and tasks")).toEqual(["Service", "TaskDefinition"]);
  expect(lane("Instances")).toContain("AutoScalingGroup");
  expect(lane("Alarms and scaling")).toContain("CpuHighAlarm");
  expect(lane("Other")).toEqual([]);
  expect(drawn.lanes.flatMap(({ nodes }) => nodes)).toHaveLength(made.size);
  const lines = drawn.edges.map(({ from, to }) => `${from} ${to}`);
  expect(lines).toEqual(
    expect.arrayContaining(["Listener TargetGroup", "TargetGroup Service", "Service AutoScalingGroup"]),
  );
  expect(links.LogGroup?.deletionPolicy).toBe("Delete");
});

it("draws what belongs together in any such stack where the template cannot be read", () => {
  const made = new Map([
    ["Lb", "AWS::ElasticLoadBalancingV2::LoadBalancer"],
    ["Tg", "AWS::ElasticLoadBalancingV2::TargetGroup"],
    ["Strange", "Custom::Thing"],
  ]);
  const drawn = picture(made, {});
  expect(drawn.edges).toEqual([{ from: "Lb", to: "Tg" }]);
  expect(drawn.lanes.at(-1)).toMatchObject({ title: "Other", nodes: [{ id: "Strange" }] });
});
