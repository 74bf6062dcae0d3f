import { expect, it } from "vitest";
import { input, world } from "../test-sample";
import { taskSize } from "./task-size";

const run = (Cpu: string, Memory: string) =>
  taskSize.run(
    {
      ...input(),
      resources: [
        {
          logicalId: "Task",
          type: "AWS::ECS::TaskDefinition",
          properties: { RequiresCompatibilities: ["FARGATE"], Cpu, Memory },
        },
      ],
    },
    world(),
  );

it.each([
  ["256", "512", "pass"],
  ["256", "1536", "fail"],
  ["256", "4096", "fail"],
  ["0.25 vCPU", "0.5 GB", "pass"],
  [".5 vcpu", "1GB", "pass"],
  ["1024", "2048", "pass"],
  ["1024", "1024", "fail"],
  ["4096", "30720", "pass"],
  ["8192", "18432", "fail"],
  ["16384", "122880", "pass"],
  ["300", "512", "warn"],
])("%s CPU with %s of memory: %s", async (cpu, memory, status) => {
  expect(await run(cpu, memory)).toMatchObject({ status });
});

it("is about Fargate only", () => {
  expect(taskSize.applies(input())).toBe(false);
});
