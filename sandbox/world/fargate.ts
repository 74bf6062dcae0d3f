import type { RegisterTaskDefinitionRequest } from "@aws-sdk/client-ecs";
import { AwsError } from "../wire/handler";

type Spec = Omit<RegisterTaskDefinitionRequest, "tags">;

const GIB = 1024;
const steps = (from: number, to: number, by = GIB): number[] =>
  Array.from({ length: (to - from) / by + 1 }, (_, index) => from + index * by);

/** CPU units to the MiB Fargate sells with them. Source: ECS developer guide, "Task CPU and memory". */
const SIZES: Readonly<Record<number, readonly number[]>> = {
  256: [512, GIB, 2 * GIB],
  512: steps(GIB, 4 * GIB),
  1024: steps(2 * GIB, 8 * GIB),
  2048: steps(4 * GIB, 16 * GIB),
  4096: steps(8 * GIB, 30 * GIB),
  8192: steps(16 * GIB, 60 * GIB, 4 * GIB),
  16384: steps(32 * GIB, 120 * GIB, 8 * GIB),
};

/** `.5 vCPU` and `1 GB` as ECS stores them: CPU units and MiB. Other text stays as it is. */
function inUnits(value: string | undefined, unit: RegExp, each: number): string | undefined {
  const number = value === undefined ? undefined : unit.exec(value.trim())?.[1];
  return number === undefined ? value : String(Math.round(Number(number) * each));
}

/** Task sizes written with a unit become plain numbers, as RegisterTaskDefinition answers them. */
export function normalised(spec: Spec): Spec {
  const cpu = inUnits(spec.cpu, /^(\d*\.?\d+)\s*vcpu$/i, 1024);
  const memory = inUnits(spec.memory, /^(\d*\.?\d+)\s*gb$/i, GIB);
  return { ...spec, ...(cpu === undefined ? {} : { cpu }), ...(memory === undefined ? {} : { memory }) };
}

/** Why Fargate cannot run a task definition, in ECS's words; undefined when it can. */
export function fargateProblem(spec: Spec): string | undefined {
  if (spec.networkMode !== "awsvpc") return "Fargate only supports network mode ‘awsvpc’.";
  if (!spec.cpu) return "Fargate requires that 'cpu' be defined at the task level.";
  if (!spec.memory) return "Fargate requires that 'memory' be defined at the task level.";
  if (!SIZES[Number(spec.cpu)]?.includes(Number(spec.memory))) {
    return `No Fargate configuration exists for given values: ${spec.cpu} CPU, ${spec.memory} memory. See the Amazon ECS documentation for the valid values.`;
  }
  if (spec.executionRoleArn) return undefined;
  const containers = spec.containerDefinitions ?? [];
  if (containers.some(({ image }) => /^\d{12}\.dkr\.ecr\./.test(image ?? ""))) {
    return "Fargate requires task definition to have execution role ARN to support ECR images.";
  }
  if (containers.some(({ logConfiguration }) => logConfiguration?.logDriver === "awslogs")) {
    return "Fargate requires task definition to have execution role ARN to support log driver awslogs.";
  }
  return undefined;
}

/** Where a task definition can run, as DescribeTaskDefinition tells. */
export function compatibilities(spec: Spec): ("EC2" | "FARGATE" | "EXTERNAL")[] {
  if (spec.networkMode !== "awsvpc") return ["EXTERNAL", "EC2"];
  return fargateProblem(spec) === undefined ? ["EC2", "FARGATE"] : ["EC2"];
}

/** Throws what RegisterTaskDefinition answers for a definition that asks for Fargate and does not fit it. */
export function checkFargate(spec: Spec): void {
  const ports = (spec.containerDefinitions ?? []).flatMap((container) => container.portMappings ?? []);
  const differs = ports.some(
    ({ containerPort, hostPort }) => hostPort !== undefined && hostPort > 0 && hostPort !== containerPort,
  );
  if (spec.networkMode === "awsvpc" && differs) {
    throw new AwsError(
      "ClientException",
      "When networkMode=awsvpc, the host ports and container ports in port mappings must match.",
    );
  }
  if (!spec.requiresCompatibilities?.includes("FARGATE")) return;
  const problem = fargateProblem(spec);
  if (problem) throw new AwsError("ClientException", problem);
}
