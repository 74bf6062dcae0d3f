import { expect, it } from "vitest";
import { checkTable, input, world } from "../test-sample";
import { cost } from "./cost";

// t3.small: (0.0208 + 0.005) × 730 + 30 GB × 0.08 = 21.23; load balancer: (0.0225 + 2 × 0.005) × 730 = 23.73.
checkTable("cost", [
  [
    "a stored template",
    { minClusterSize: "2", maxClusterSize: "10" },
    {},
    { status: "pass", evidence: /load balancer \$23\.7[23], 10 × \$21\.23 .*At least \$66\.19 with 2.*January 2025/ },
  ],
]);

it("says what its table lacks", async () => {
  const found = await cost.run({ ...input(), place: { account: "a", region: "sa-east-1" } }, world());
  expect(found).toMatchObject({ status: "unknown", evidence: expect.stringContaining("sa-east-1") });
});

it("counts tasks on Fargate by processor and memory", async () => {
  const properties = { RequiresCompatibilities: ["FARGATE"], Cpu: "256", Memory: "512" };
  const resources = [{ logicalId: "T", type: "AWS::ECS::TaskDefinition", properties }];
  // (0.25 × 0.04048 + 0.5 × 0.004445 + 0.005) × 730 = 12.66
  expect(await cost.run({ ...input({ maxClusterSize: "10" }), resources }, world())).toMatchObject({
    title: "At most $127 a month",
  });
});
