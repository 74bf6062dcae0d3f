import type { ContainerDefinition, RegisterTaskDefinitionRequest } from "@aws-sdk/client-ecs";
import { Kernel } from "./kernel";
import { machineImages } from "./machine-images";
import type { Place } from "./seams";
import { createWorld, type World } from "./world";

/** The article's system stood up by hand on a world of its own, for tests of what it then does. */
export const PLACE: Place = { account: "111122223333", region: "eu-west-1" };
export const CLUSTER = "orders-prod";
export const SERVICE = "orders";
export const GROUP = "orders-prod-group";
export const LOG_GROUP = "/orders/prod";
export const START = Date.UTC(2026, 10, 23, 8);

export interface Practice {
  kernel: Kernel;
  world: World;
  /** Runs the simulation on. */
  minutes(count: number): void;
  seconds(count: number): void;
  deploy(tag: string, container?: Partial<ContainerDefinition>): string;
  define(tag: string): string;
  /** Creates the service where it was left out at first. */
  startService(tag: string): void;
  targetGroupArn: string;
}

interface Shape {
  instances?: number;
  max?: number;
  minimumHealthyPercent?: number;
  tag?: string;
  breaker?: boolean;
  managedDraining?: boolean;
  /** Health check grace period in seconds. */
  grace?: number;
  withService?: boolean;
  from?: ConstructorParameters<typeof Kernel>[1];
}

const userData = Buffer.from(
  `#!/bin/bash\necho ECS_CLUSTER=${CLUSTER} >> /etc/ecs/ecs.config\nuntil curl -s http://localhost:51678/v1/metadata; do sleep 2; done\n/opt/aws/bin/cfn-signal -e $? --stack orders-prod --resource Group --region eu-west-1\n`,
).toString("base64");

/** Cluster, balancer, group and (unless told otherwise) a DAEMON service; time has not moved yet. */
export function practise(shape: Shape = {}): Practice {
  let wall = START;
  const kernel = new Kernel(() => wall, shape.from ?? { start: START });
  const world = createWorld(kernel);
  const seconds = (count: number) => {
    wall += count * 1000;
    kernel.sync();
  };
  const practice = { kernel, world, seconds, minutes: (count: number) => seconds(count * 60) };
  if (shape.from && "queue" in shape.from) {
    const targetGroupArn = world.balancing.targetGroups.list(PLACE)[0]?.arn ?? "";
    wall = kernel.now();
    return { ...practice, targetGroupArn, startService: () => undefined, ...releases(world) };
  }

  const { balancing, ecs, launchTemplates, network, scaling } = world;
  const subnets = network
    .at(PLACE)
    .subnets.filter((subnet) => subnet.isPublic)
    .map((subnet) => subnet.subnetId);
  const vpcId = network.subnet(PLACE, subnets[0] ?? "")?.vpcId ?? "";
  const imageId = machineImages(PLACE.region).find((image) => image.ecsOptimized)?.imageId ?? "";
  ecs.createCluster(PLACE, { name: CLUSTER, capacityProviders: [], defaultStrategy: [], settings: [], tags: {} });
  const template = launchTemplates.create(PLACE, {
    name: "orders-prod",
    data: { ImageId: imageId, InstanceType: "t3.small", UserData: userData },
    tags: {},
  });
  const group = scaling.create(
    PLACE,
    GROUP,
    {
      min: 1,
      max: shape.max ?? 6,
      desired: shape.instances ?? 2,
      cooldown: 300,
      template: { id: template.id, name: template.name, version: "1" },
      subnets,
      targetGroupArns: [],
      healthCheckType: "EC2",
      grace: 0,
      protectNew: false,
      terminationPolicies: ["Default"],
      capacityRebalance: false,
    },
    [],
    [],
  );
  if (shape.managedDraining) {
    ecs.createProvider(PLACE, {
      name: "orders-provider",
      groupArn: group.arn,
      managedScaling: { status: "DISABLED" },
      managedTerminationProtection: "DISABLED",
      managedDraining: "ENABLED",
      tags: {},
    });
  }
  const balancer = balancing.create(PLACE, {
    name: "orders-prod",
    scheme: "internet-facing",
    type: "application",
    ipAddressType: "ipv4",
    subnets,
    securityGroupIds: [],
    tags: {},
  });
  const target = balancing.targetGroups.create(
    PLACE,
    "orders-prod",
    {
      protocol: "HTTP",
      port: 80,
      vpcId,
      targetType: "instance",
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
    },
    {},
  );
  target.attributes["deregistration_delay.timeout_seconds"] = "20";
  balancing.addListener(PLACE, {
    loadBalancerArn: balancer.arn,
    port: 80,
    protocol: "HTTP",
    certificates: [],
    actions: [{ Type: "forward", TargetGroupArn: target.arn }],
    tags: {},
  });
  const release = releases(world);
  const startService = (tag: string) =>
    ecs.createService(
      PLACE,
      {
        cluster: CLUSTER,
        serviceName: SERVICE,
        taskDefinition: release.define(tag),
        launchType: "EC2",
        schedulingStrategy: "DAEMON",
        loadBalancers: [{ targetGroupArn: target.arn, containerName: "web", containerPort: 8080 }],
        healthCheckGracePeriodSeconds: shape.grace ?? 0,
        deploymentConfiguration: {
          maximumPercent: 100,
          minimumHealthyPercent: shape.minimumHealthyPercent ?? 50,
          deploymentCircuitBreaker: { enable: shape.breaker !== false, rollback: shape.breaker !== false },
        },
      },
      {},
      "test",
    );
  if (shape.withService !== false) startService(shape.tag ?? "1.4.2");
  return { ...practice, targetGroupArn: target.arn, startService, ...release };
}

function releases(world: World) {
  const define = (tag: string, container: Partial<ContainerDefinition> = {}): string => {
    const spec: RegisterTaskDefinitionRequest = {
      family: "orders",
      containerDefinitions: [
        {
          name: "web",
          image: `${PLACE.account}.dkr.ecr.${PLACE.region}.amazonaws.com/acme/orders:${tag}`,
          cpu: 1024,
          ...(container.memory ? {} : { memoryReservation: 512 }),
          essential: true,
          portMappings: [{ containerPort: 8080, hostPort: 0 }],
          logConfiguration: {
            logDriver: "awslogs",
            options: {
              "awslogs-group": LOG_GROUP,
              "awslogs-stream-prefix": "orders",
              "awslogs-create-group": "true",
            },
          },
          ...container,
        },
      ],
    };
    return world.ecs.register(PLACE, spec, {}).arn;
  };
  const deploy = (tag: string, container: Partial<ContainerDefinition> = {}): string => {
    const taskDefinition = define(tag, container);
    world.ecs.updateService(PLACE, { cluster: CLUSTER, service: SERVICE, taskDefinition });
    return taskDefinition;
  };
  return { define, deploy };
}

/** A service's event texts, oldest first, with ids and ARNs cut to their kinds. */
export function told(world: World, service = SERVICE): string[] {
  const found = world.ecs.store.service(PLACE, CLUSTER, service);
  return [...found.events].reverse().map(({ message }) =>
    message
      .replace(/\(task [0-9a-f]{32}\)/g, "(task T)")
      .replace(/arn:aws:elasticloadbalancing[^)]*/g, "TG")
      .replace(/ecs-svc\/\d{19}/g, "ecs-svc/N"),
  );
}
