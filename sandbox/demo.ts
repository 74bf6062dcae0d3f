import type { Parameter } from "@aws-sdk/client-cloudformation";
import type { DataCentre } from "./data-centre";
import type { CallContext } from "./wire/handler";
import type { Place } from "./world/seams";

export interface DemoOptions {
  /** The text of infra-templates/ecs-ec2-daemon.yaml. */
  readonly template: string;
}

const MINUTE = 60_000;
/** How far back the demo's world begins. */
export const demoHistoryMs = 190 * MINUTE;

const AMI = "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id";

type Point = readonly [minutesBefore: number, requestsPerSecond: number];

/** Load on `orders` by minutes before now: quiet, a hump that scales out twice, a lull that scales in again. */
const ORDERS_TRAFFIC: readonly Point[] = [
  [180, 110],
  [160, 150],
  [142, 190],
  [130, 280],
  [122, 390],
  [116, 465],
  [106, 470],
  [98, 380],
  [92, 250],
  [86, 130],
  [80, 75],
  [58, 70],
  [50, 110],
  [42, 140],
  [12, 155],
];
const RELEASED_BEFORE = 40;
/** Here the load begins to bend towards the service's everyday curve, which takes over at the end. */
const BENDS_AT = 12;

/**
 * Runs a new world from its start to `until` (ms), through the same handlers and the same clock as everything else: two
 * stacks are launched, load comes and goes, and a release follows 40 minutes before the end.
 */
export function runDemo(centre: DataCentre, place: Place, { template }: DemoOptions, until: number): void {
  const { kernel } = centre;
  const { controls } = centre.world;
  const pace = kernel.pace;
  // History happened at AWS's own pace.
  kernel.pace = 1;
  const ctx: CallContext = { ...place, requestId: "demo" };
  const at = (minutesBefore: number, act: () => void) => {
    kernel.runUntil(until - minutesBefore * MINUTE);
    act();
  };
  const launch = (service: string, tag: string, more: Readonly<Record<string, string>> = {}) => {
    const values = { ...parameters(centre, ctx, service, tag), ...more };
    centre.invoke("cloudformation", "CreateStack", { ...stack(service, values), TemplateBody: template }, ctx);
  };

  at(188, () => launch("orders", "1.4.2"));
  at(183, () => launch("catalog", "2.1.0", { minClusterSize: "1", maxClusterSize: "3", ec2Size: "t3.micro" }));
  let points = ORDERS_TRAFFIC;
  for (let minute = 180; minute > 1; minute--) {
    at(minute, () => {
      const service = serviceName(centre, ctx, "orders-prod");
      if (minute === BENDS_AT) {
        controls.traffic(place, service, undefined);
        const everyday = controls.state(place).services.find((known) => known.service === service);
        points = [...ORDERS_TRAFFIC, [1, everyday?.requestsPerSecond ?? 155]];
      }
      controls.traffic(place, service, Math.round(rateAt(points, minute) * (1 + 0.03 * Math.sin(minute * 2.4))));
      if (minute === RELEASED_BEFORE) release(centre, ctx);
    });
  }
  at(1, () => controls.traffic(place, serviceName(centre, ctx, "orders-prod"), undefined));
  kernel.runUntil(until);
  kernel.pace = pace;
}

function release(centre: DataCentre, ctx: CallContext): void {
  const values = parameters(centre, ctx, "orders", "1.5.0");
  centre.invoke("cloudformation", "UpdateStack", { ...stack("orders", values), UsePreviousTemplate: true }, ctx);
}

/** Straight lines between the points. */
function rateAt(points: readonly Point[], minute: number): number {
  const next = points.findIndex(([minutesBefore]) => minutesBefore <= minute);
  const [toMinute, to] = points[next] ?? points.at(-1) ?? [0, 0];
  const [fromMinute, from] = points[next - 1] ?? [toMinute, to];
  return fromMinute === toMinute ? to : to + ((from - to) * (minute - toMinute)) / (fromMinute - toMinute);
}

/** The service of a cluster; the template leaves its name to CloudFormation. */
function serviceName(centre: DataCentre, ctx: CallContext, cluster: string): string {
  const { serviceArns = [] } = centre.invoke("ecs", "ListServices", { cluster }, ctx);
  return serviceArns[0]?.split("/").at(-1) ?? "";
}

function stack(service: string, values: Readonly<Record<string, string>>) {
  return {
    StackName: `${service}-prod`,
    Parameters: Object.entries(values).map(
      ([ParameterKey, ParameterValue]): Parameter => ({ ParameterKey, ParameterValue }),
    ),
    Capabilities: ["CAPABILITY_IAM" as const],
    Tags: [
      { Key: "service", Value: service },
      { Key: "stage", Value: "prod" },
    ],
  };
}

/** What a person would have chosen in the launch form. */
function parameters(centre: DataCentre, ctx: CallContext, service: string, tag: string): Record<string, string> {
  const { Vpcs = [] } = centre.invoke(
    "ec2",
    "DescribeVpcs",
    { Filters: [{ Name: "tag:Name", Values: ["main"] }] },
    ctx,
  );
  const VpcId = Vpcs[0]?.VpcId ?? "";
  const filters = [
    { Name: "vpc-id", Values: [VpcId] },
    { Name: "tag:Name", Values: ["public-a", "public-b"] },
  ];
  const { Subnets = [] } = centre.invoke("ec2", "DescribeSubnets", { Filters: filters }, ctx);
  const { Parameter: ami } = centre.invoke("ssm", "GetParameter", { Name: AMI }, ctx);
  return {
    service,
    stage: "prod",
    containerRegistry: `${ctx.account}.dkr.ecr.${ctx.region}.amazonaws.com`,
    containerName: `acme/${service}`,
    containerTag: tag,
    enableEcr: "true",
    applicationPort: "8080",
    healthCheckPath: "/health",
    vpcid: VpcId,
    pubsubnets: Subnets.map(({ SubnetId }) => SubnetId).join(","),
    ec2Size: "t3.small",
    ec2Ami: ami?.Value ?? "",
    minClusterSize: "2",
    maxClusterSize: "4",
    scaleUpCpuThreshold: "75",
    scaleDownCpuThreshold: "30",
  };
}
