import type { RegisterTaskDefinitionCommandInput } from "@aws-sdk/client-ecs";
import { retagEcs } from "./ecs-tags";
import { flag, lowerFirst, mapping, mappings, physicalName, tagsOf, text, texts, typed } from "./fields";
import { type Provider, quietly } from "./provider";

const NUMBERS = new Set(
  (
    "Cpu Memory MemoryReservation ContainerPort HostPort StartTimeout StopTimeout Interval Timeout Retries StartPeriod " +
    "SoftLimit HardLimit Size MaxSwap Swappiness SharedMemorySize"
  ).split(" "),
);
const FLAGS = new Set(
  "Essential Privileged ReadonlyRootFilesystem Interactive PseudoTerminal DisableNetworking InitProcessEnabled ReadOnly".split(
    " ",
  ),
);
/** Mappings whose keys are the user's own. */
const OPEN = new Set(["Options", "DockerLabels", "DriverOpts", "Labels"]);

type Input = RegisterTaskDefinitionCommandInput;

/** AWS::ECS::TaskDefinition. Every change but tags makes a new revision, that is, replaces it. Ref is the ARN. */
export const taskDefinition: Provider = {
  create(call) {
    const { tools, ctx, properties } = call;
    const containers = typed(mappings(properties, "ContainerDefinitions"), NUMBERS, FLAGS);
    const optional = {
      cpu: text(properties, "Cpu"),
      memory: text(properties, "Memory"),
      networkMode: text(properties, "NetworkMode"),
      executionRoleArn: text(properties, "ExecutionRoleArn"),
      taskRoleArn: text(properties, "TaskRoleArn"),
      pidMode: text(properties, "PidMode"),
      ipcMode: text(properties, "IpcMode"),
      requiresCompatibilities: texts(properties, "RequiresCompatibilities"),
      volumes: Array.isArray(properties.Volumes) ? lowerFirst(properties.Volumes, OPEN) : undefined,
      placementConstraints: Array.isArray(properties.PlacementConstraints)
        ? lowerFirst(properties.PlacementConstraints)
        : undefined,
      runtimePlatform: lowerFirst(mapping(properties, "RuntimePlatform")),
      enableFaultInjection: flag(properties, "EnableFaultInjection"),
    };
    const answer = tools.invoke(
      "ecs",
      "RegisterTaskDefinition",
      {
        family: text(properties, "Family") ?? physicalName(call),
        containerDefinitions: lowerFirst(containers, OPEN) as Input["containerDefinitions"],
        ...(Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)) as Partial<Input>),
        tags: tagsOf(call, mappings(properties, "Tags")).map((tag) => ({ key: tag.Key, value: tag.Value })),
      },
      ctx,
    );
    return answer.taskDefinition?.taskDefinitionArn ?? "";
  },
  update: (call) => retagEcs(call, call.physicalId),
  delete({ tools, ctx, physicalId }) {
    quietly(() => tools.invoke("ecs", "DeregisterTaskDefinition", { taskDefinition: physicalId }, ctx));
  },
  // A revision never changes; it can only be deregistered.
  actual({ tools, ctx, physicalId }) {
    const input = { taskDefinition: physicalId };
    const found = tools.invoke("ecs", "DescribeTaskDefinition", input, ctx).taskDefinition;
    return found?.status === "ACTIVE" ? { Family: found.family, Cpu: found.cpu, Memory: found.memory } : undefined;
  },
  read: ({ physicalId }) => ({ TaskDefinitionArn: physicalId }),
};
