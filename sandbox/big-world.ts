import type { DataCentre } from "./data-centre";
import type { CallContext } from "./wire/handler";
import type { Place } from "./world/seams";

/** How much of everything a large world has. */
export interface WorldSize {
  readonly stacks: number;
  readonly services: number;
  readonly tasks: number;
  readonly logLines: number;
}

const STEP = 100;
const MINUTE = 60_000;
/** Stacks launched before others get a turn: answers still go out while a world is made. */
const AT_ONCE = 40;
/** Waits are this much shorter while the world is made. */
const PACE = 1000;
/** One service in so many has its everyday traffic, the others none. */
const BUSY = 50;
/** Log lines are spread over this time, ms. */
const HISTORY = 60 * MINUTE;

/**
 * Fills an account with stacks as a large company would have: each has a cluster, a log group, a task definition and its
 * share of services on Fargate. They are launched through the same handlers as everything else; what is not there
 * afterwards was not built. Throws an Error naming the first stack that failed. Answers what it made.
 */
export async function makeBigWorld(centre: DataCentre, place: Place, size: WorldSize): Promise<WorldSize> {
  const { kernel, world } = centre;
  const ctx: CallContext = { ...place, requestId: "big-world" };
  const pace = kernel.pace;
  const subnet = world.network.at(place).subnets.find(({ isPublic }) => isPublic)?.subnetId ?? "";
  kernel.pace = PACE;
  try {
    for (let first = 0; first < size.stacks; first += AT_ONCE) {
      const last = Math.min(first + AT_ONCE, size.stacks);
      for (let index = first; index < last; index++) launch(centre, ctx, subnet, size, index);
      settle(centre, ctx, first, last);
      await new Promise((resolve) => setImmediate(resolve));
    }
  } finally {
    kernel.pace = pace;
  }
  writeLines(centre, place, size);
  return size;
}

const nameOf = (index: number): string => `big-${String(index + 1).padStart(4, "0")}`;

/** The share of `total` that falls to one of `parts`, the whole shared out evenly. */
const share = (total: number, parts: number, index: number): number =>
  Math.floor((total * (index + 1)) / parts) - Math.floor((total * index) / parts);

function launch({ invoke, world }: DataCentre, ctx: CallContext, subnet: string, size: WorldSize, index: number): void {
  const services = share(size.services, size.stacks, index);
  const tasks = share(size.tasks, size.stacks, index);
  const counts = Array.from({ length: services }, (_, number) => share(tasks, services, number));
  for (let number = 1; number <= services; number++) {
    if ((index + number) % BUSY !== 0) world.traffic.set(ctx, `${nameOf(index)}-${number}`, 0);
  }
  invoke(
    "cloudformation",
    "CreateStack",
    {
      StackName: nameOf(index),
      TemplateBody: template(services),
      Parameters: [
        { ParameterKey: "counts", ParameterValue: counts.join(",") },
        { ParameterKey: "subnet", ParameterValue: subnet },
      ],
      Tags: [{ Key: "stage", Value: index % 5 === 0 ? "prod" : "dev" }],
    },
    ctx,
  );
}

/** Runs the clock until the launches have ended. */
function settle({ kernel, invoke }: DataCentre, ctx: CallContext, first: number, last: number): void {
  for (let index = first; index < last; index++) {
    for (let waited = 0; ; waited += STEP) {
      const [stack] = invoke("cloudformation", "DescribeStacks", { StackName: nameOf(index) }, ctx).Stacks ?? [];
      if (stack?.StackStatus === "CREATE_COMPLETE") break;
      if (stack?.StackStatus !== "CREATE_IN_PROGRESS" || waited > 30 * MINUTE)
        throw new Error(
          `${nameOf(index)} ended ${stack?.StackStatus}: ${stack?.StackStatusReason ?? "it never ended"}`,
        );
      kernel.runUntil(kernel.now() + STEP);
    }
  }
}

function writeLines({ kernel, world }: DataCentre, place: Place, { stacks, logLines }: WorldSize): void {
  const until = kernel.now();
  for (let index = 0; index < stacks; index++) {
    const count = share(logLines, stacks, index);
    const lines = Array.from({ length: count }, (_, line) => ({
      at: until - HISTORY + Math.floor((HISTORY * line) / count),
      message: `${line % 97 === 0 ? "ERROR" : "INFO"} request ${line} of ${nameOf(index)} took ${(line * 7919) % 400} ms`,
    }));
    if (count > 0) world.logs.write(place, `/big/${nameOf(index)}`, "history", lines);
  }
}

const templates = new Map<number, string>();

/** One text for each number of services, so that CloudFormation reads each only once. */
function template(services: number): string {
  const known = templates.get(services);
  if (known) return known;
  const Resources: Record<string, unknown> = {
    Logs: { Type: "AWS::Logs::LogGroup", Properties: { LogGroupName: { "Fn::Sub": "/big/${AWS::StackName}" } } },
    Cluster: { Type: "AWS::ECS::Cluster", Properties: { ClusterName: { Ref: "AWS::StackName" } } },
    Definition: {
      Type: "AWS::ECS::TaskDefinition",
      Properties: {
        Family: { Ref: "AWS::StackName" },
        RequiresCompatibilities: ["FARGATE"],
        NetworkMode: "awsvpc",
        Cpu: "256",
        Memory: "512",
        ExecutionRoleArn: { "Fn::Sub": "arn:aws:iam::${AWS::AccountId}:role/ecsTaskExecutionRole" },
        ContainerDefinitions: [
          {
            Name: "app",
            Image: "nginx:1.29",
            Essential: true,
            PortMappings: [{ ContainerPort: 80 }],
            LogConfiguration: {
              LogDriver: "awslogs",
              Options: {
                "awslogs-group": { Ref: "Logs" },
                "awslogs-region": { Ref: "AWS::Region" },
                "awslogs-stream-prefix": "app",
              },
            },
          },
        ],
      },
    },
  };
  for (let number = 0; number < services; number++) {
    Resources[`Service${number + 1}`] = {
      Type: "AWS::ECS::Service",
      Properties: {
        Cluster: { Ref: "Cluster" },
        ServiceName: { "Fn::Sub": `\${AWS::StackName}-${number + 1}` },
        TaskDefinition: { Ref: "Definition" },
        LaunchType: "FARGATE",
        DesiredCount: { "Fn::Select": [number, { Ref: "counts" }] },
        NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [{ Ref: "subnet" }], AssignPublicIp: "ENABLED" } },
      },
    };
  }
  const text = JSON.stringify({
    Description: "One of many",
    Parameters: { counts: { Type: "CommaDelimitedList" }, subnet: { Type: "AWS::EC2::Subnet::Id" } },
    Resources,
    Outputs: { Cluster: { Value: { Ref: "Cluster" } } },
  });
  templates.set(services, text);
  return text;
}
