import { expect, it } from "vitest";
import type { StackResource } from "@/lib/stacks/types";
import { holdsService, locateService } from "./locate";

const resource = (type: string, physicalId?: string, status = "CREATE_COMPLETE"): StackResource => ({
  logicalId: type,
  physicalId,
  type,
  status,
  updatedAt: 1,
});
const SERVICE = "AWS::ECS::Service";
const LONG = "arn:aws:ecs:us-east-1:1:service/orders/web";

it("finds the cluster in a service's long ARN", () => {
  expect(locateService([resource(SERVICE, LONG)])).toMatchObject({
    cluster: "orders",
    service: "web",
    serviceArn: LONG,
  });
});

it("finds the cluster of a short ARN in the stack, else takes the default one", () => {
  const short = resource(SERVICE, "arn:aws:ecs:us-east-1:1:service/web");
  expect(locateService([short, resource("AWS::ECS::Cluster", "mine")])).toMatchObject({
    cluster: "mine",
    service: "web",
  });
  expect(locateService([short])).toMatchObject({ cluster: "default" });
});

it("gathers what scales and balances it", () => {
  const found = locateService([
    resource(SERVICE, LONG),
    resource("AWS::AutoScaling::AutoScalingGroup", "group"),
    resource("AWS::CloudWatch::Alarm", "high"),
    resource("AWS::CloudWatch::Alarm", "gone", "DELETE_COMPLETE"),
  ]);
  expect(found).toMatchObject({ groups: ["group"], alarms: ["high"] });
});

it("knows a service that is planned but not made yet", () => {
  const planned = [resource(SERVICE, undefined, "CREATE_IN_PROGRESS")];
  expect(locateService(planned)).toBeNull();
  expect(holdsService(planned)).toBe(true);
});
