import type { ContainerDefinition, CreateServiceRequest, RegisterTaskDefinitionRequest } from "@aws-sdk/client-ecs";
import { CLUSTER, LOG_GROUP, PLACE, type Practice, practise } from "./practice-stack";

export const FARGATE_SERVICE = "api";

export interface FargatePractice extends Practice {
  subnets: Record<string, string>;
  ipTargetGroup: string;
  register(
    tag: string,
    more?: Partial<RegisterTaskDefinitionRequest>,
    container?: Partial<ContainerDefinition>,
  ): string;
  create(input?: Partial<CreateServiceRequest>): void;
  /** The world as it would come back from disk now. */
  again(): Practice;
}

/** The practice stack's cluster and balancer with a target group of addresses, for services on Fargate. */
export function practiseFargate(): FargatePractice {
  const practice = practise({ instances: 1, withService: false });
  const { world } = practice;
  const subnets = Object.fromEntries(world.network.at(PLACE).subnets.map(({ name, subnetId }) => [name, subnetId]));
  const vpcId = world.network.subnet(PLACE, subnets["public-a"] ?? "")?.vpcId ?? "";
  const group = world.balancing.targetGroups.create(PLACE, "api", { ...settings, vpcId, targetType: "ip" }, {});
  group.attributes["deregistration_delay.timeout_seconds"] = "20";
  world.balancing.addListener(PLACE, {
    loadBalancerArn: world.balancing.list(PLACE)[0]?.arn ?? "",
    port: 8080,
    protocol: "HTTP",
    certificates: [],
    actions: [{ Type: "forward", TargetGroupArn: group.arn }],
    tags: {},
  });
  world.ecs.setProviders(PLACE, CLUSTER, ["FARGATE", "FARGATE_SPOT"], []);
  const register: FargatePractice["register"] = (tag, more = {}, container = {}) =>
    world.ecs.register(
      PLACE,
      {
        family: "api",
        networkMode: "awsvpc",
        requiresCompatibilities: ["FARGATE"],
        cpu: "512",
        memory: "1024",
        executionRoleArn: `arn:aws:iam::${PLACE.account}:role/execution`,
        containerDefinitions: [
          {
            name: "web",
            image: `${PLACE.account}.dkr.ecr.${PLACE.region}.amazonaws.com/acme/orders:${tag}`,
            portMappings: [{ containerPort: 8080 }],
            logConfiguration: {
              logDriver: "awslogs",
              options: {
                "awslogs-group": LOG_GROUP,
                "awslogs-stream-prefix": "api",
                "awslogs-create-group": "true",
              },
            },
            ...container,
          },
        ],
        ...more,
      },
      {},
    ).arn;
  return {
    ...practice,
    subnets,
    ipTargetGroup: group.arn,
    register,
    again: () => practise({ from: JSON.parse(JSON.stringify(practice.kernel.snapshot())) }),
    create(input = {}) {
      world.ecs.createService(
        PLACE,
        {
          cluster: CLUSTER,
          serviceName: FARGATE_SERVICE,
          taskDefinition: input.taskDefinition ?? register("1.4.2"),
          desiredCount: 2,
          ...(input.capacityProviderStrategy ? {} : { launchType: "FARGATE" as const }),
          networkConfiguration: {
            awsvpcConfiguration: {
              subnets: [subnets["public-a"] ?? "", subnets["public-b"] ?? ""],
              assignPublicIp: "ENABLED",
            },
          },
          loadBalancers: [{ targetGroupArn: group.arn, containerName: "web", containerPort: 8080 }],
          ...input,
        },
        {},
        "test",
      );
    },
  };
}

const settings = {
  protocol: "HTTP",
  port: 80,
  protocolVersion: "HTTP1",
  ipAddressType: "ipv4",
  checkProtocol: "HTTP",
  checkPort: "traffic-port",
  checkPath: "/health",
  checkEnabled: true,
  interval: 10,
  timeout: 5,
  healthyAfter: 2,
  unhealthyAfter: 3,
  matcher: "200",
};
