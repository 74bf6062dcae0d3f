import { expect, it } from "vitest";
import { testBench } from "./testing";

/** CloudFormation's largest stack [aws-facts 1.13]. */
it("works off 500 resources", () => {
  const bench = testBench();
  const value = (index: number) => (index % 5 === 0 ? "x" : `!Ref A${index - 1}`);
  const resources = Array.from(
    { length: 500 },
    (_, index) => `  A${index}: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: ${value(index)}}}`,
  );
  const TemplateBody = `Resources:\n${resources.join("\n")}`;
  bench.api.CreateStack({ StackName: "s", TemplateBody }, bench.ctx);
  bench.run(3600);
  expect(bench.status("s")).toBe("CREATE_COMPLETE");
  expect(bench.parameters.size).toBe(500);
  bench.api.DeleteStack({ StackName: "s" }, bench.ctx);
  bench.run(3600);
  expect(bench.parameters.size).toBe(0);
});
