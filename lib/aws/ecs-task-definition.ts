import "server-only";
import { DescribeTaskDefinitionCommand, ECSClient } from "@aws-sdk/client-ecs";
import { placeKey } from "@/lib/place";
import type { AwsContext } from "./client";

export interface ContainerDefinition {
  readonly name: string;
  readonly image: string;
  readonly essential: boolean;
  readonly cpu?: number;
  readonly memoryMiB?: number;
  readonly ports: readonly { container: number; host?: number }[];
  readonly logDriver?: string;
  /** Only with the awslogs driver. */
  readonly log?: { readonly group: string; readonly region?: string; readonly streamPrefix?: string };
}

export interface TaskDefinition {
  readonly arn: string;
  readonly family: string;
  readonly revision: number;
  readonly networkMode?: string;
  readonly containers: readonly ContainerDefinition[];
}

const KEPT = 2_000;
/** A revision never changes, so it is asked for once. By place and ARN, oldest first. */
const kept = new Map<string, Promise<TaskDefinition>>();

/** One task definition by ARN or family:revision. Cached for ever; a failed read is not. */
export function taskDefinition(ctx: AwsContext, arn: string): Promise<TaskDefinition> {
  const key = `${placeKey(ctx)}/${arn}`;
  const known = kept.get(key);
  if (known) return known;
  const asked = read(ctx, arn);
  kept.set(key, asked);
  asked.catch(() => kept.delete(key));
  if (kept.size > KEPT) {
    const oldest = kept.keys().next().value;
    if (oldest !== undefined) kept.delete(oldest);
  }
  return asked;
}

async function read(ctx: AwsContext, arn: string): Promise<TaskDefinition> {
  const { taskDefinition: found } = await ctx.call("ecs:DescribeTaskDefinition", () =>
    ctx.client(ECSClient).send(new DescribeTaskDefinitionCommand({ taskDefinition: arn })),
  );
  return {
    arn: found?.taskDefinitionArn ?? arn,
    family: found?.family ?? "",
    revision: found?.revision ?? 0,
    networkMode: found?.networkMode,
    containers: (found?.containerDefinitions ?? []).map((container) => {
      const logging = container.logConfiguration;
      const options = logging?.options ?? {};
      const group = options["awslogs-group"];
      return {
        name: container.name ?? "",
        image: container.image ?? "",
        essential: container.essential ?? true,
        cpu: container.cpu,
        memoryMiB: container.memory ?? container.memoryReservation,
        ports: (container.portMappings ?? []).map((port) => ({
          container: port.containerPort ?? 0,
          host: port.hostPort || undefined,
        })),
        logDriver: logging?.logDriver,
        log:
          logging?.logDriver === "awslogs" && group
            ? { group, region: options["awslogs-region"], streamPrefix: options["awslogs-stream-prefix"] }
            : undefined,
      };
    }),
  };
}
