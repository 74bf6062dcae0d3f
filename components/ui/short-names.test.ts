import { describe, expect, it } from "vitest";
import { shortText, withoutStack } from "./short-names";

describe("a name on its stack's page", () => {
  it.each([
    ["orders-prod-ScaleUpPolicy-KCn5KKuQnFiz", "ScaleUpPolicy"],
    ["orders-prod-cpu-high", "cpu-high"],
    ["orders-prod-cpu-highutilization", "cpu-highutilization"],
    ["somebody-elses-alarm", "somebody-elses-alarm"],
    ["orders-prod", "orders-prod"],
  ])("%s is %s", (name, short) => {
    expect(withoutStack(name, "orders-prod")).toBe(short);
  });
});

describe("AWS's sentences", () => {
  it.each([
    [
      "registered 1 targets in (target-group arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/orders-tg/5b14b82e6a43ac0b)",
      "registered 1 targets in (target-group orders-tg)",
    ],
    ["has started 1 tasks: (task e4c66ee8a9142573f59be3bb88da6e2b).", "has started 1 tasks: (task e4c66ee8…)."],
    ["Terminating EC2 instance: i-04c00eea504b108f4", "Terminating EC2 instance: i-04c00eea…"],
    [
      "(deployment ecs-svc/9527487629156055085) deployment completed.",
      "(deployment ecs-svc/9527…) deployment completed.",
    ],
    [
      "Resource handler returned: no such role arn:aws:iam::123456789012:role/orders",
      "Resource handler returned: no such role orders",
    ],
  ])("%s", (text, short) => {
    expect(shortText(text)).toBe(short);
  });
});
