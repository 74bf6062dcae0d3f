import { expect, it } from "vitest";
import { alarmOf } from "@/lib/services/test-samples";
import { alarmsByOwner } from "./alarms-of";

const policy = (of: string) => `arn:aws:autoscaling:us-east-1:1:scalingPolicy:0a-1b:${of}:policyName/cpu`;

it("finds a stack's own alarms, and those target tracking made for its group or service", () => {
  const own = alarmOf({ name: "cpu-high", policyArns: [policy("autoScalingGroupName/g")] });
  const tracked = alarmOf({ name: "TargetTracking-g-AlarmHigh-1", policyArns: [policy("autoScalingGroupName/g")] });
  const tasks = alarmOf({
    name: "TargetTracking-service/c/web-AlarmHigh-1",
    policyArns: [`${policy("resource/ecs/service/c/web")}:createdBy/2`],
  });
  const others = [
    alarmOf({ name: "other" }),
    alarmOf({ name: "near", policyArns: [policy("resource/ecs/service/c/web2"), policy("autoScalingGroupName/g2")] }),
  ];
  const of = alarmsByOwner([own, tracked, tasks, ...others]);
  const names = (where: Parameters<typeof of>[0]) => of(where).map(({ name }) => name);
  expect(names({ cluster: "c", service: "web", groups: ["g"], alarms: ["cpu-high"] })).toEqual([
    "cpu-high",
    "TargetTracking-g-AlarmHigh-1",
    "TargetTracking-service/c/web-AlarmHigh-1",
  ]);
  expect(names({ cluster: "c", service: "none", groups: [], alarms: [] })).toEqual([]);
});
