import { expect, it } from "vitest";
import { launched, storedTemplate } from "./testing-launch";

const vpcStack = (values: Record<string, string>) => ({
  StackName: "net",
  TemplateBody: storedTemplate("network"),
  Parameters: Object.entries(values).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
});

it("makes public subnets that a service can be launched in, with IPv6 switched on later, and goes whole", () => {
  let output = (_key: string) => "";
  const { centre, ctx, run, status, story } = launched({}, (centre, ctx) => {
    centre.invoke("cloudformation", "CreateStack", vpcStack({ name: "net", zones: "3" }), ctx);
    centre.kernel.advance(5 * 60_000);
    output = (key) =>
      centre
        .invoke("cloudformation", "DescribeStacks", { StackName: "net" }, ctx)
        .Stacks?.[0]?.Outputs?.find((one) => one.OutputKey === key)?.OutputValue ?? "";
  });
  const stackStatus = () =>
    centre.invoke("cloudformation", "DescribeStacks", { StackName: "net" }, ctx).Stacks?.[0]?.StackStatus;
  const subnets = () =>
    centre.invoke("ec2", "DescribeSubnets", { SubnetIds: output("PublicSubnetIds").split(",") }, ctx).Subnets ?? [];
  expect(stackStatus()).toBe("CREATE_COMPLETE");
  expect(new Set(subnets().map((one) => one.AvailabilityZone)).size).toBe(3);
  expect(subnets().map((one) => one.MapPublicIpOnLaunch)).toEqual([true, true, true]);
  run(20);
  expect(status()).toBe("CREATE_COMPLETE");

  centre.invoke("cloudformation", "UpdateStack", vpcStack({ name: "net", zones: "3", enableIpv6: "true" }), ctx);
  run(5);
  expect(stackStatus()).toBe("UPDATE_COMPLETE");
  const blocks = subnets().flatMap((one) => one.Ipv6CidrBlockAssociationSet?.map((six) => six.Ipv6CidrBlock) ?? []);
  expect(new Set(blocks).size).toBe(3);
  const routes = centre
    .invoke("ec2", "DescribeRouteTables", { Filters: [{ Name: "vpc-id", Values: [output("VpcId")] }] }, ctx)
    .RouteTables?.flatMap((table) => table.Routes ?? []);
  expect(routes?.map((route) => route.DestinationIpv6CidrBlock)).toContain("::/0");

  centre.invoke("cloudformation", "DeleteStack", { StackName: "net" }, ctx);
  run(10);
  expect(story().filter((line) => line.includes("FAILED"))).toEqual([]);
  const names = centre.invoke("ec2", "DescribeVpcs", {}, ctx).Vpcs?.flatMap((vpc) => vpc.Tags?.map((tag) => tag.Value));
  expect(names).not.toContain("net");
});
