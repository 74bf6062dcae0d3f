import fs from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { createDataCentre, type DataCentre } from "../data-centre";
import { demoHistoryMs, runDemo } from "../demo";
import { writeDocument } from "../wire/document";
import type { CallContext, ServiceName } from "../wire/handler";
import { type OperationModel, requiredMembers, serviceModel } from "../wire/model";
import { SERVICES, serviceNames } from "../wire/protocols";
import type { Struct } from "../wire/values";
import { writeMembers } from "../wire/xml-write";
import { Kernel } from "../world/kernel";

const template = fs.readFileSync(
  path.resolve(import.meta.dirname, "../../infra-templates/ecs-ec2-daemon.yaml"),
  "utf8",
);
const ctx: CallContext = { account: "123456789012", region: "us-east-1", requestId: "r" };
const now = Date.parse("2026-11-23T10:00:00Z");
const READ = /^(Describe|List|Get|BatchGet|Filter)/;

/**
 * Every read the sandbox has built answers on the demo's world, and its answer fits the SDK's schema: no member the
 * shape does not have, no text where a time belongs.
 */
describe("reads on the demo's world", () => {
  let centre: DataCentre;
  let known: Readonly<Record<string, unknown>>;

  beforeAll(() => {
    centre = createDataCentre(new Kernel(() => now, { start: now - demoHistoryMs }));
    runDemo(centre, ctx, { template }, now);
    known = valuesFor(centre);
  }, 60_000);

  it.each(serviceNames())("%s", async (service) => {
    const model = await serviceModel(service);
    const problems: string[] = [];
    let answered = 0;
    for (const name of centre.operations(service)) {
      const operation = model.operations.get(name);
      if (!operation) problems.push(`${name}: the SDK does not know it`);
      if (!operation || !READ.test(name)) continue;
      const input = inputFor(operation, known, service);
      if (!input) continue;
      const problem = await ask(centre, operation, service, input);
      if (problem) problems.push(`${name}: ${problem}`);
      else answered++;
    }
    expect(problems).toEqual([]);
    expect(answered).toBeGreaterThan(0);
  });
});

/** What a read needs, from the demo itself; keys are member names, with the service where they would collide. */
function valuesFor(centre: DataCentre): Readonly<Record<string, unknown>> {
  const cluster = "orders-prod";
  const { serviceArns = [] } = centre.invoke("ecs", "ListServices", { cluster }, ctx);
  const { taskArns = [] } = centre.invoke("ecs", "ListTasks", { cluster }, ctx);
  const instances = centre.invoke("ecs", "ListContainerInstances", { cluster }, ctx).containerInstanceArns ?? [];
  const { services = [] } = centre.invoke("ecs", "DescribeServices", { cluster, services: serviceArns }, ctx);
  const { logStreams = [] } = centre.invoke("logs", "DescribeLogStreams", { logGroupName: "/ecs/orders/prod" }, ctx);
  const { LoadBalancers = [] } = centre.invoke("elasticloadbalancing", "DescribeLoadBalancers", {}, ctx);
  const { TargetGroups = [] } = centre.invoke("elasticloadbalancing", "DescribeTargetGroups", {}, ctx);
  const { Roles = [] } = centre.invoke("iam", "ListRoles", {}, ctx);
  const { AutoScalingGroups = [] } = centre.invoke("autoscaling", "DescribeAutoScalingGroups", {}, ctx);
  const { Vpcs = [] } = centre.invoke("ec2", "DescribeVpcs", {}, ctx);
  const { LaunchTemplates = [] } = centre.invoke("ec2", "DescribeLaunchTemplates", {}, ctx);
  const loadBalancer = LoadBalancers[0]?.LoadBalancerArn;
  // A preview is there to be read once somebody has started one.
  centre.invoke("ecr", "StartLifecyclePolicyPreview", { repositoryName: "acme/orders" }, ctx);
  const ofOne = { LoadBalancerArn: loadBalancer };
  const { Listeners = [] } = centre.invoke("elasticloadbalancing", "DescribeListeners", ofOne, ctx);
  return {
    StackName: cluster,
    "cloudformation:LogicalResourceId": "Service",
    cluster,
    clusters: [cluster],
    services: serviceArns,
    service: serviceArns[0],
    tasks: taskArns,
    containerInstances: instances,
    taskDefinition: services[0]?.taskDefinition,
    "ecs:resourceArn": serviceArns[0],
    logGroupName: "/ecs/orders/prod",
    logStreamName: logStreams[0]?.logStreamName,
    "logs:resourceArn": "arn:aws:logs:us-east-1:123456789012:log-group:/ecs/orders/prod",
    Namespace: "AWS/EC2",
    MetricName: "CPUUtilization",
    StartTime: new Date(now - 3_600_000),
    EndTime: new Date(now),
    Period: 60,
    Statistics: ["Average"],
    MetricDataQueries: [
      {
        Id: "m1",
        MetricStat: { Metric: { Namespace: "AWS/EC2", MetricName: "CPUUtilization" }, Period: 60, Stat: "Average" },
      },
    ],
    AutoScalingGroupName: AutoScalingGroups[0]?.AutoScalingGroupName,
    LoadBalancerArn: loadBalancer,
    ListenerArn: Listeners[0]?.ListenerArn,
    LaunchTemplateId: LaunchTemplates[0]?.LaunchTemplateId,
    TargetGroupArn: TargetGroups[0]?.TargetGroupArn,
    ResourceArns: loadBalancer === undefined ? [] : [loadBalancer],
    RoleName: Roles.find(({ RoleName = "" }) => RoleName.startsWith("orders-prod"))?.RoleName,
    ServiceNamespace: "ecs",
    "servicequotas:ServiceCode": "ec2",
    "pricing:ServiceCode": "AmazonEC2",
    AttributeName: "instanceType",
    QuotaCode: "L-1216C47A",
    repositoryName: "acme/orders",
    imageIds: [{ imageTag: "1.5.0" }],
    "ec2:VpcId": Vpcs[0]?.VpcId,
    "ec2:Attribute": "enableDnsSupport",
    "ssm:Name": "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id",
    "ssm:Names": ["/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id"],
    "ssm:Path": "/aws/service/ecs/optimized-ami/amazon-linux-2023",
  };
}

/** Optional by the model, but their operations refuse to answer without. */
const NEEDED_ALL_THE_SAME = ["cluster", "StackName", "logGroupName", "Statistics", "LaunchTemplateId", "ListenerArn"];

/** The operation's required members, or undefined when the demo has nothing of the kind. */
function inputFor(
  operation: OperationModel,
  known: Readonly<Record<string, unknown>>,
  service: ServiceName,
): Struct | undefined {
  const input: Struct = {};
  const wanted = new Set([...requiredMembers(operation.input), ...NEEDED_ALL_THE_SAME]);
  if (operation.input.isUnitSchema()) return input;
  for (const [name] of operation.input.structIterator()) {
    if (!wanted.has(name)) continue;
    const value = known[`${service}:${name}`] ?? known[name];
    if (value === undefined) return undefined;
    input[name] = value;
  }
  return input;
}

/** Calls the handler and encodes what it says, as the wire does; answers what is wrong with it. */
async function ask(
  centre: DataCentre,
  { name, output }: OperationModel,
  service: ServiceName,
  input: Struct,
): Promise<string | undefined> {
  try {
    const said = await centre.find(service, name)?.(input as never, ctx);
    if (SERVICES[service].protocol === "json") writeDocument(output, said ?? {}, "json");
    else if (!output.isUnitSchema()) writeMembers(output, said ?? {});
    return undefined;
  } catch (error) {
    return String(error);
  }
}
