import "server-only";
import {
  DescribeClustersCommand,
  DescribeContainerInstancesCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ECSClient,
  type Service as EcsService,
  ListTasksCommand,
  type Task as SdkTask,
} from "@aws-sdk/client-ecs";
import { placeKey } from "@/lib/place";
import type { Deployment, ServiceEvent, ServiceFacts } from "@/lib/services/types";
import type { AwsContext } from "./client";
import { allPages, batches, isPresent, ms } from "./pages";

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServices.html */
const SERVICES_PER_CALL = 10;
/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTasks.html */
const TASKS_PER_CALL = 100;
/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeContainerInstances.html */
const INSTANCES_PER_CALL = 100;

/** A service as ECS answers it, without versions: those come from its task definitions. */
export interface DescribedService {
  readonly facts: ServiceFacts;
  /** Newest first, at most 100. */
  readonly events: readonly ServiceEvent[];
}

/** Services of one cluster, ten a call. Those that are gone or INACTIVE are left out. */
export async function describeServices(
  ctx: AwsContext,
  cluster: string,
  services: readonly string[],
): Promise<DescribedService[]> {
  const found: DescribedService[] = [];
  for (const batch of batches(services, SERVICES_PER_CALL)) {
    const answer = await ctx.call("ecs:DescribeServices", () =>
      ctx.client(ECSClient).send(new DescribeServicesCommand({ cluster, services: batch })),
    );
    for (const service of answer.services ?? []) if (service.status !== "INACTIVE") found.push(reshape(service));
  }
  return found;
}

export async function describeService(
  ctx: AwsContext,
  cluster: string,
  service: string,
): Promise<DescribedService | null> {
  return (await describeServices(ctx, cluster, [service]))[0] ?? null;
}

/** The two capacity providers that are Fargate. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html */
const FARGATE = /^FARGATE(_SPOT)?$/;

function reshape(service: EcsService): DescribedService {
  const clusterArn = service.clusterArn ?? "";
  const providers = (service.capacityProviderStrategy ?? []).map((item) => item.capacityProvider ?? "");
  const fargate =
    service.launchType === "FARGATE" || (providers.length > 0 && providers.every((name) => FARGATE.test(name)));
  return {
    facts: {
      clusterArn,
      clusterName: clusterArn.split("/").at(-1) ?? "",
      serviceName: service.serviceName ?? "",
      serviceArn: service.serviceArn ?? "",
      status: service.status ?? "",
      scheduling: service.schedulingStrategy === "DAEMON" ? "DAEMON" : "REPLICA",
      desired: service.desiredCount ?? 0,
      running: service.runningCount ?? 0,
      pending: service.pendingCount ?? 0,
      taskDefinition: service.taskDefinition ?? "",
      deployments: (service.deployments ?? []).map(
        (deployment): Deployment => ({
          id: deployment.id ?? "",
          status: deployment.status === "ACTIVE" || deployment.status === "INACTIVE" ? deployment.status : "PRIMARY",
          rollout: deployment.rolloutState ?? null,
          rolloutReason: deployment.rolloutStateReason,
          taskDefinition: deployment.taskDefinition ?? "",
          desired: deployment.desiredCount ?? 0,
          running: deployment.runningCount ?? 0,
          pending: deployment.pendingCount ?? 0,
          failed: deployment.failedTasks ?? 0,
          createdAt: ms(deployment.createdAt) ?? 0,
          updatedAt: ms(deployment.updatedAt) ?? 0,
        }),
      ),
      minimumHealthyPercent: service.deploymentConfiguration?.minimumHealthyPercent,
      maximumPercent: service.deploymentConfiguration?.maximumPercent,
      targetGroupArn: service.loadBalancers?.[0]?.targetGroupArn,
      ...(fargate && { fargate }),
      ...(providers.length > 0 && { capacityProviders: providers }),
      createdAt: ms(service.createdAt) ?? 0,
    },
    events: (service.events ?? []).map((event) => ({
      id: event.id ?? "",
      at: ms(event.createdAt) ?? 0,
      message: event.message ?? "",
    })),
  };
}

/** A task as ECS answers it; health, zone and version are joined in `lib/services`. */
export interface EcsTask {
  readonly arn: string;
  readonly id: string;
  readonly lastStatus: string;
  readonly desiredStatus: string;
  readonly taskDefinition: string;
  /** "ecs-svc/…" of the deployment that started it. */
  readonly startedBy?: string;
  readonly group?: string;
  readonly containerInstanceArn?: string;
  readonly zone?: string;
  readonly fargate?: true;
  readonly containerHealth?: string;
  readonly createdAt?: number;
  readonly startedAt?: number;
  readonly stoppedAt?: number;
  readonly stopCode?: string;
  readonly stoppedReason?: string;
  /** The address its targets are registered under, with awsvpc networking. */
  readonly ip?: string;
  readonly containers: readonly {
    readonly name: string;
    readonly image: string;
    readonly digest?: string;
    readonly lastStatus?: string;
    readonly exitCode?: number;
    readonly reason?: string;
    readonly runtimeId?: string;
    readonly hostPorts: readonly number[];
  }[];
}

/** A service's tasks: "RUNNING" (those that should run, pending included) or "STOPPED" (of the last hour). */
export async function serviceTasks(
  ctx: AwsContext,
  cluster: string,
  serviceName: string,
  desiredStatus: "RUNNING" | "STOPPED",
): Promise<EcsTask[]> {
  const arns = await allPages("ecs:ListTasks", async (nextToken) => {
    const page = await ctx.call("ecs:ListTasks", () =>
      ctx.client(ECSClient).send(new ListTasksCommand({ cluster, serviceName, desiredStatus, nextToken })),
    );
    return { items: page.taskArns ?? [], next: page.nextToken };
  });
  return describeTasks(ctx, cluster, arns);
}

/** Tasks by ARN, a hundred a call; those already forgotten are left out. */
export async function describeTasks(ctx: AwsContext, cluster: string, arns: readonly string[]): Promise<EcsTask[]> {
  const found: EcsTask[] = [];
  for (const tasks of batches(arns, TASKS_PER_CALL)) {
    const answer = await ctx.call("ecs:DescribeTasks", () =>
      ctx.client(ECSClient).send(new DescribeTasksCommand({ cluster, tasks })),
    );
    for (const task of answer.tasks ?? []) found.push(reshapeTask(task));
  }
  return found;
}

function reshapeTask(task: SdkTask): EcsTask {
  const arn = task.taskArn ?? "";
  return {
    arn,
    id: arn.split("/").at(-1) ?? arn,
    lastStatus: task.lastStatus ?? "",
    desiredStatus: task.desiredStatus ?? "",
    taskDefinition: task.taskDefinitionArn ?? "",
    startedBy: task.startedBy,
    group: task.group,
    containerInstanceArn: task.containerInstanceArn,
    zone: task.availabilityZone,
    ...(task.launchType === "FARGATE" && { fargate: true }),
    containerHealth: task.healthStatus,
    createdAt: ms(task.createdAt),
    startedAt: ms(task.startedAt),
    stoppedAt: ms(task.stoppedAt),
    stopCode: task.stopCode,
    stoppedReason: task.stoppedReason,
    ip: task.containers?.flatMap((container) => container.networkInterfaces ?? [])[0]?.privateIpv4Address,
    containers: (task.containers ?? []).map((container) => ({
      name: container.name ?? "",
      image: container.image ?? "",
      digest: container.imageDigest,
      lastStatus: container.lastStatus,
      exitCode: container.exitCode,
      reason: container.reason,
      runtimeId: container.runtimeId,
      hostPorts: (container.networkBindings ?? []).map((binding) => binding.hostPort).filter(isPresent),
    })),
  };
}

export interface ContainerInstance {
  readonly arn: string;
  readonly instanceId: string;
  readonly status: string;
  readonly agentConnected: boolean;
  readonly zone?: string;
  readonly runningTasks: number;
}

/** Container instances by ARN, a hundred a call. */
export async function describeContainerInstances(
  ctx: AwsContext,
  cluster: string,
  arns: readonly string[],
): Promise<ContainerInstance[]> {
  const found: ContainerInstance[] = [];
  for (const containerInstances of batches(arns, INSTANCES_PER_CALL)) {
    const answer = await ctx.call("ecs:DescribeContainerInstances", () =>
      ctx.client(ECSClient).send(new DescribeContainerInstancesCommand({ cluster, containerInstances })),
    );
    for (const instance of answer.containerInstances ?? []) {
      found.push({
        arn: instance.containerInstanceArn ?? "",
        instanceId: instance.ec2InstanceId ?? "",
        status: instance.status ?? "",
        agentConnected: instance.agentConnected ?? false,
        zone: instance.attributes?.find((attribute) => attribute.name === "ecs.availability-zone")?.value,
        runningTasks: instance.runningTasksCount ?? 0,
      });
    }
  }
  return found;
}

const KEPT_HOSTS = 20_000;
const hosts = new Map<string, { instanceId: string; zone?: string }>();

/** Which EC2 instance a container instance is, and where: never changes, so it is asked for once. */
export async function hostsOf(
  ctx: AwsContext,
  cluster: string,
  arns: readonly string[],
): Promise<ReadonlyMap<string, { instanceId: string; zone?: string }>> {
  const key = (arn: string) => `${placeKey(ctx)}/${arn}`;
  const unknown = [...new Set(arns)].filter((arn) => !hosts.has(key(arn)));
  for (const { arn, instanceId, zone } of await describeContainerInstances(ctx, cluster, unknown)) {
    hosts.set(key(arn), { instanceId, zone });
  }
  while (hosts.size > KEPT_HOSTS) {
    const oldest = hosts.keys().next().value;
    if (oldest === undefined) break;
    hosts.delete(oldest);
  }
  return new Map(
    arns.flatMap((arn) => {
      const host = hosts.get(key(arn));
      return host ? [[arn, host] as const] : [];
    }),
  );
}

export interface Cluster {
  readonly arn: string;
  readonly name: string;
  readonly status: string;
  readonly instances: number;
}

export async function describeCluster(ctx: AwsContext, cluster: string): Promise<Cluster | null> {
  const answer = await ctx.call("ecs:DescribeClusters", () =>
    ctx.client(ECSClient).send(new DescribeClustersCommand({ clusters: [cluster] })),
  );
  const found = answer.clusters?.[0];
  if (!found || found.status === "INACTIVE") return null;
  return {
    arn: found.clusterArn ?? "",
    name: found.clusterName ?? cluster,
    status: found.status ?? "",
    instances: found.registeredContainerInstancesCount ?? 0,
  };
}
