/** Request quotas AWS publishes, per account and Region. APIs that share a token bucket share its name. */
export interface Quota {
  readonly name: string;
  readonly burst: number;
  readonly perSecond: number;
}

/** Where AWS publishes no number: a careful start, corrected by throttles. */
export const UNPUBLISHED = { burst: 20, perSecond: 10 };

const bucket = (name: string, burst: number, perSecond: number) => (): Quota => ({ name, burst, perSecond });
/** CloudWatch and Logs publish a rate only. */
const rate = (name: string, perSecond: number) => bucket(name, perSecond, perSecond);

const clusterReads = bucket("ecs:cluster reads", 50, 20);
const taskDefinitionReads = bucket("ecs:task definition reads", 50, 20);
const taskReads = bucket("ecs:task reads", 100, 20);
const serviceReads = bucket("ecs:service reads", 100, 20);

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
const FILTER_FIVE = new Set(["eu-central-1", "ap-northeast-3", "ap-southeast-3", "ca-west-1", "il-central-1"]);
const filterLogEvents = (region: string): Quota => {
  const perSecond = region === "us-east-1" ? 25 : FILTER_FIVE.has(region) ? 5 : 10;
  return { name: "logs:FilterLogEvents", burst: perSecond, perSecond };
};

/**
 * By API. ECS: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/request-throttling.html.
 * CloudWatch: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html.
 */
export const QUOTAS: Readonly<Record<string, (region: string) => Quota>> = {
  "ecs:DescribeClusters": clusterReads,
  "ecs:ListClusters": clusterReads,
  "ecs:DescribeTaskDefinition": taskDefinitionReads,
  "ecs:DescribeTasks": taskReads,
  "ecs:ListTasks": taskReads,
  "ecs:DescribeContainerInstances": taskReads,
  "ecs:ListContainerInstances": taskReads,
  "ecs:DescribeServices": serviceReads,
  "ecs:ListServices": serviceReads,
  "cloudwatch:GetMetricData": rate("cloudwatch:GetMetricData", 50),
  "cloudwatch:DescribeAlarms": rate("cloudwatch:DescribeAlarms", 9),
  "cloudwatch:DescribeAlarmHistory": rate("cloudwatch:DescribeAlarmHistory", 3),
  "logs:FilterLogEvents": filterLogEvents,
  "logs:DescribeLogStreams": rate("logs:DescribeLogStreams", 25),
  "logs:DescribeLogGroups": rate("logs:DescribeLogGroups", 10),
};
