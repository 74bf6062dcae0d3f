import { readFileSync } from "node:fs";
import type { Parameter } from "@aws-sdk/client-cloudformation";
import { createDataCentre, type DataCentre } from "../data-centre";
import type { CallContext } from "../wire/handler";
import { Kernel } from "../world/kernel";

/** A stored template's text, by the name of its file. */
export const storedTemplate = (name: string): string =>
  readFileSync(new URL(`../../infra-templates/${name}.yaml`, import.meta.url), "utf8");

/** A stored template on the whole simulated data centre. */
export function launched(
  values: Record<string, string> = {},
  prepare?: (centre: DataCentre, ctx: CallContext) => void,
  template = "ecs-ec2-daemon",
) {
  const start = Date.UTC(2026, 10, 23, 10);
  let centre = createDataCentre(new Kernel(() => start, { start }));
  const ctx: CallContext = { account: "111122223333", region: "eu-central-1", requestId: "test" };
  const vpcs = centre.invoke("ec2", "DescribeVpcs", { Filters: [{ Name: "tag:Name", Values: ["main"] }] }, ctx).Vpcs;
  const vpcId = vpcs?.[0]?.VpcId ?? "";
  const subnets = centre.invoke(
    "ec2",
    "DescribeSubnets",
    {
      Filters: [
        { Name: "vpc-id", Values: [vpcId] },
        { Name: "tag:Name", Values: ["public-a", "public-b"] },
      ],
    },
    ctx,
  ).Subnets;
  const ami = centre.invoke(
    "ssm",
    "GetParameter",
    { Name: "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id" },
    ctx,
  ).Parameter?.Value;
  const all: Record<string, string> = {
    service: "orders",
    stage: "dev",
    containerRegistry: `${ctx.account}.dkr.ecr.${ctx.region}.amazonaws.com`,
    containerName: "acme/orders",
    containerTag: "1.4.2",
    enableEcr: "true",
    healthCheckPath: "/health",
    vpcid: vpcId,
    pubsubnets: (subnets ?? []).map((subnet) => subnet.SubnetId).join(","),
    ec2Ami: ami ?? "",
    ...values,
  };
  // A template without instances has no machine image.
  if (!storedTemplate(template).includes("\n  ec2Ami:")) delete all.ec2Ami;
  const parameters = (changes: Record<string, string> = {}): Parameter[] =>
    Object.entries({ ...all, ...changes }).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue }));
  const stack = { StackName: "s", Capabilities: ["CAPABILITY_IAM" as const] };
  const update = (changes: Record<string, string>) =>
    centre.invoke(
      "cloudformation",
      "UpdateStack",
      { ...stack, UsePreviousTemplate: true, Parameters: parameters(changes) },
      ctx,
    );
  prepare?.(centre, ctx);
  const created = { ...stack, TemplateBody: storedTemplate(template), Parameters: parameters() };
  const name = centre.invoke("cloudformation", "CreateStack", created, ctx).StackId ?? "s";
  const story = () => {
    const all = [];
    let NextToken: string | undefined;
    do {
      const page = centre.invoke("cloudformation", "DescribeStackEvents", { StackName: name, NextToken }, ctx);
      all.push(...(page.StackEvents ?? []));
      NextToken = page.NextToken;
    } while (NextToken);
    return all
      .reverse()
      .map((event) =>
        [event.LogicalResourceId, event.ResourceStatus, event.ResourceStatusReason].filter(Boolean).join(" "),
      );
  };
  const status = () =>
    centre.invoke("cloudformation", "DescribeStacks", { StackName: name }, ctx).Stacks?.[0]?.StackStatus;
  const run = (minutes: number) => centre.kernel.advance(minutes * 60_000);
  /** Everything written to disk and read again, with new code. */
  const restart = () => {
    const saved = JSON.parse(JSON.stringify(centre.kernel.snapshot()));
    centre = createDataCentre(new Kernel(() => start, saved));
  };
  return {
    get centre() {
      return centre;
    },
    ctx,
    update,
    story,
    status,
    run,
    restart,
    parameters,
  };
}
