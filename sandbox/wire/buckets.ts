import type { Call } from "./answer";
import type { ServiceName } from "./handler";

/** A token bucket: it holds `burst` calls and gets `perSecond` back. */
export interface BucketSize {
  readonly burst: number;
  readonly perSecond: number;
}

interface Group extends BucketSize {
  /** The operations that drink from one bucket together; "own": each of them has one of this size. */
  readonly shared: boolean;
  readonly operations: RegExp;
}

const shared = (operations: RegExp, burst: number, perSecond: number): Group => ({
  shared: true,
  operations,
  burst,
  perSecond,
});
const each = (operations: RegExp, perSecond: number, burst = perSecond): Group => ({
  shared: false,
  operations,
  burst,
  perSecond,
});

/**
 * What AWS publishes. ECS: API request throttling (aws-facts 2.7). CloudWatch: quotas page (4.4). Logs: quotas page (5).
 * EC2: "Request throttling for the Amazon EC2 API". CloudFormation, Auto Scaling and load balancing publish no rates, so
 * they have no bucket of their own and only a rule that gives sizes throttles them.
 */
const PUBLISHED: Partial<Record<ServiceName, readonly Group[]>> = {
  ecs: [
    shared(/^(Describe|List)(Tasks|ContainerInstances)$/, 100, 20),
    shared(/^(Describe|List)Services$/, 100, 20),
    shared(/^(Describe|List)ServiceDeployments$/, 50, 20),
    shared(/^DescribeServiceRevisions$/, 50, 20),
    shared(/^(Describe|List)TaskDefinition(s|Families)?$/, 50, 20),
    shared(/^(Describe|List)(Clusters|CapacityProviders|Attributes|AccountSettings)$|^ListTagsForResource$/, 50, 20),
    shared(/^(Create|Update|Delete)Service$|^StopServiceDeployment$/, 50, 5),
    shared(/^(Register|Deregister|Delete)TaskDefinitions?$/, 20, 1),
    shared(/^(RunTask|StartTask|StopTask|ExecuteCommand|UpdateContainerInstancesState)$/, 100, 40),
    shared(/^(Create|Update|Delete|Put)(Cluster|CapacityProvider)/, 20, 1),
  ],
  monitoring: [
    each(/^DescribeAlarms$/, 9),
    each(/^GetMetricData$/, 50),
    each(/^GetMetricStatistics$/, 400),
    each(/^ListMetrics$/, 25),
    each(/Alarm/, 3),
  ],
  logs: [
    each(/^FilterLogEvents$/, 10),
    each(/^GetLogEvents$/, 25),
    each(/^DescribeLogStreams$/, 25),
    each(/^(DescribeLogGroups|StartQuery|GetQueryResults)$/, 10),
    each(/^StartLiveTail$/, 5),
  ],
  ec2: [each(/^(Describe|Get|List)/, 20, 100), each(/./, 5, 50)],
};

/** Regions whose logs quota is not the usual one: calls per second. */
const LOGS_BY_REGION: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  FilterLogEvents: {
    "us-east-1": 25,
    "eu-central-1": 5,
    "ap-northeast-3": 5,
    "ap-southeast-3": 5,
    "ca-west-1": 5,
    "il-central-1": 5,
  },
  GetLogEvents: { "us-west-2": 10, "eu-west-1": 10, "eu-central-1": 10, "eu-west-3": 30 },
};

/** The published bucket a call drinks from: its name within the service and its size; undefined where AWS says nothing. */
export function publishedBucket({
  service,
  operation,
  region,
}: Pick<Call, "service" | "operation" | "region">): (BucketSize & { readonly name: string }) | undefined {
  const group = PUBLISHED[service]?.find(({ operations }) => operations.test(operation));
  if (!group) return undefined;
  const regional = service === "logs" ? LOGS_BY_REGION[operation]?.[region] : undefined;
  const perSecond = regional ?? group.perSecond;
  const burst = regional ?? group.burst;
  return { name: group.shared ? String(group.operations) : operation, burst, perSecond };
}

/** Token buckets on the host's clock (ms): one per account, Region and name. They are full at first. */
export class Buckets {
  private readonly levels = new Map<string, { tokens: number; at: number }>();

  constructor(private readonly wall: () => number) {}

  /** Takes one token; false when there is none. */
  take(key: string, { burst, perSecond }: BucketSize): boolean {
    const now = this.wall();
    const level = this.levels.get(key) ?? { tokens: burst, at: now };
    const tokens = Math.min(burst, level.tokens + (Math.max(0, now - level.at) / 1000) * perSecond);
    const taken = tokens >= 1;
    this.levels.set(key, { tokens: taken ? tokens - 1 : tokens, at: now });
    return taken;
  }
}
