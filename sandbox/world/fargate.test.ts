import { describe, expect, test } from "vitest";
import { FARGATE_SERVICE, practiseFargate } from "./practice-fargate";
import { CLUSTER, PLACE, told } from "./practice-stack";

const tasksOf = ({ world }: ReturnType<typeof practiseFargate>) =>
  world.ecs.store.liveTasks(PLACE, world.ecs.store.service(PLACE, CLUSTER, FARGATE_SERVICE));

describe("a service on Fargate", () => {
  test("runs its tasks without instances, each with an interface of its own, spread over its subnets", () => {
    const practice = practiseFargate();
    practice.create();
    practice.minutes(3);
    const tasks = tasksOf(practice);
    expect(tasks.map((task) => task.status)).toEqual(["RUNNING", "RUNNING"]);
    expect(tasks.every((task) => task.launchType === "FARGATE" && task.instanceId === undefined)).toBe(true);
    expect(new Set(tasks.map((task) => task.network?.subnetId)).size).toBe(2);
    expect(tasks.map((task) => task.zone).sort()).toEqual(["eu-west-1a", "eu-west-1b"]);
    const group = practice.world.balancing.targetGroups.require(PLACE, practice.ipTargetGroup);
    expect(group.targets.map(({ id, port, state }) => ({ id, port, state }))).toEqual(
      tasks.map((task) => ({ id: task.network?.privateIp, port: 8080, state: "healthy" })),
    );
    const events = told(practice.world, FARGATE_SERVICE);
    expect(events[0]).toBe("(service api) has started 2 tasks: (task T) (task T).");
    expect(events.slice(-2)).toEqual([
      "(service api) (deployment ecs-svc/N) deployment completed.",
      "(service api) has reached a steady state.",
    ]);
    expect(events.slice(1, -2).every((event) => / registered [12] targets in /.test(event))).toBe(true);
  });

  test("a rolling deployment never has fewer healthy tasks than wanted", () => {
    const practice = practiseFargate();
    practice.create();
    practice.minutes(3);
    const taskDefinition = practice.register("1.5.1");
    practice.world.ecs.updateService(PLACE, { cluster: CLUSTER, service: FARGATE_SERVICE, taskDefinition });
    let fewest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < 90; i++) {
      practice.seconds(3);
      fewest = Math.min(fewest, practice.world.fleet.tasks(PLACE).filter((task) => task.healthy).length);
    }
    expect(fewest).toBe(2);
    expect(practice.world.fleet.tasks(PLACE).map((task) => task.version)).toEqual(["1.5.1", "1.5.1"]);
  });

  test("in a public subnet without a public address it cannot pull its image", () => {
    const practice = practiseFargate();
    const subnets = [practice.subnets["public-a"] ?? ""];
    practice.create({ networkConfiguration: { awsvpcConfiguration: { subnets, assignPublicIp: "DISABLED" } } });
    practice.minutes(2);
    const stopped = practice.world.ecs.store.tasks(PLACE).filter((task) => task.status === "STOPPED");
    expect(stopped[0]?.stopCode).toBe("TaskFailedToStart");
    expect(stopped[0]?.stoppedReason).toContain("ResourceInitializationError: unable to pull secrets or registry auth");
    expect(told(practice.world, FARGATE_SERVICE)).toContainEqual(
      expect.stringContaining("was unable to place a task. Reason: ResourceInitializationError"),
    );
  });

  test("a private subnet behind a NAT gateway needs no public address", () => {
    const practice = practiseFargate();
    const subnets = [practice.subnets["private-a"] ?? ""];
    practice.create({ networkConfiguration: { awsvpcConfiguration: { subnets } } });
    practice.minutes(3);
    expect(practice.world.fleet.tasks(PLACE).filter((task) => task.healthy)).toHaveLength(2);
  });

  test("a strategy shares tasks out between FARGATE and FARGATE_SPOT by base and weight", () => {
    const practice = practiseFargate();
    practice.create({
      desiredCount: 6,
      capacityProviderStrategy: [
        { capacityProvider: "FARGATE", base: 2, weight: 1 },
        { capacityProvider: "FARGATE_SPOT", weight: 3 },
      ],
    });
    practice.minutes(3);
    const on = (provider: string) => tasksOf(practice).filter((task) => task.capacityProvider === provider).length;
    expect([on("FARGATE"), on("FARGATE_SPOT")]).toEqual([3, 3]);
  });

  test("its load moves its CPU metric", () => {
    const practice = practiseFargate();
    practice.create();
    practice.minutes(8);
    const metric = {
      namespace: "AWS/ECS",
      name: "CPUUtilization",
      dimensions: { ClusterName: CLUSTER, ServiceName: FARGATE_SERVICE },
    };
    const to = practice.kernel.now();
    const points = practice.world.metrics.windows(PLACE, metric, { from: to - 300_000, to, periodMs: 60_000 });
    expect(points.length).toBeGreaterThan(2);
    expect(points.every((point) => point.sum / point.count > 1)).toBe(true);
  });
});

describe("what ECS refuses", () => {
  test.each([
    [{ networkMode: "bridge" as const }, "Fargate only supports network mode ‘awsvpc’."],
    [{ cpu: undefined }, "Fargate requires that 'cpu' be defined at the task level."],
    [{ memory: undefined }, "Fargate requires that 'memory' be defined at the task level."],
    [
      { cpu: "256", memory: "4096" },
      "No Fargate configuration exists for given values: 256 CPU, 4096 memory. See the Amazon ECS documentation for the valid values.",
    ],
    [
      { cpu: "0.25 vCPU", memory: "3 GB" },
      "No Fargate configuration exists for given values: 256 CPU, 3072 memory. See the Amazon ECS documentation for the valid values.",
    ],
    [
      { executionRoleArn: undefined },
      "Fargate requires task definition to have execution role ARN to support ECR images.",
    ],
  ])("a task definition %j", (more, message) => {
    const practice = practiseFargate();
    expect(() => practice.register("1.4.2", more, { memory: 512 })).toThrow(message);
  });

  test.each(["256/512", "1024/8192", "4096/30720", "8192/61440", "16384/122880", "0.5 vCPU/2GB"])(
    "but takes the size %s",
    (size) => {
      const [cpu = "", memory = ""] = size.split("/");
      expect(practiseFargate().register("1.4.2", { cpu, memory })).toContain("task-definition/api:1");
    },
  );

  test("a service whose network, target type, platform or launch type does not fit", () => {
    const practice = practiseFargate();
    const one = [{ targetGroupArn: practice.targetGroupArn, containerName: "web", containerPort: 8080 }];
    expect(() => practice.create({ networkConfiguration: undefined })).toThrow(
      "Network Configuration must be provided when networkMode 'awsvpc' is specified.",
    );
    expect(() => practice.create({ loadBalancers: one })).toThrow(
      "has target type instance, which is incompatible with the awsvpc network mode specified in the task definition.",
    );
    expect(() =>
      practice.create({ taskDefinition: practice.define("1.4.2"), networkConfiguration: undefined }),
    ).toThrow("Task definition does not support launch_type FARGATE.");
    expect(() => practice.create({ schedulingStrategy: "DAEMON", desiredCount: undefined })).toThrow(
      "The daemon scheduling strategy",
    );
    expect(() => practice.create({ platformVersion: "9.9.9" })).toThrow("platform version");
    expect(() =>
      practice.create({
        launchType: "FARGATE",
        capacityProviderStrategy: [{ capacityProvider: "FARGATE", weight: 1 }],
      }),
    ).toThrow("Specifying both a launch type and capacity provider strategy is not supported.");
    expect(() => practice.create({ capacityProviderStrategy: [{ capacityProvider: "elsewhere", weight: 1 }] })).toThrow(
      "cannot contain a capacity provider that is not associated with the cluster",
    );
  });
});
