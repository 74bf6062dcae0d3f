import { describe, expect, test } from "vitest";
import { CLUSTER, GROUP, PLACE, type Practice, practise } from "./practice-stack";

const NAME = "workers";

function withReplicas(options: { instances: number; desired: number; maximum?: number; minimum?: number }): Practice {
  const practice = practise({ instances: options.instances, withService: false });
  practice.minutes(4);
  practice.world.ecs.createService(
    PLACE,
    {
      cluster: CLUSTER,
      serviceName: NAME,
      taskDefinition: practice.define("1.4.2"),
      launchType: "EC2",
      desiredCount: options.desired,
      loadBalancers: [{ targetGroupArn: practice.targetGroupArn, containerName: "web", containerPort: 8080 }],
      deploymentConfiguration: {
        maximumPercent: options.maximum ?? 200,
        minimumHealthyPercent: options.minimum ?? 100,
      },
    },
    {},
    "test",
  );
  practice.minutes(3);
  return practice;
}

const serviceOf = ({ world }: Practice) => world.ecs.store.service(PLACE, CLUSTER, NAME);
const update = (practice: Practice, tag: string) =>
  practice.world.ecs.updateService(PLACE, { cluster: CLUSTER, service: NAME, taskDefinition: practice.define(tag) });

describe("a REPLICA service", () => {
  test("spreads its tasks over the instances", () => {
    const practice = withReplicas({ instances: 2, desired: 4 });
    const hosts = practice.world.fleet.tasks(PLACE).map((task) => task.instanceId ?? "");
    expect(hosts).toHaveLength(4);
    expect(hosts.filter((host) => host === hosts[0])).toHaveLength(2);
  });

  test("with 100/200 starts the new ones first and never has fewer than wanted", () => {
    const practice = withReplicas({ instances: 4, desired: 2 });
    update(practice, "1.5.1");
    let fewest = Number.POSITIVE_INFINITY;
    let most = 0;
    for (let i = 0; i < 240; i += 2) {
      practice.seconds(2);
      const tasks = practice.world.fleet.tasks(PLACE);
      fewest = Math.min(fewest, tasks.filter((task) => task.healthy).length);
      most = Math.max(most, tasks.length);
    }
    expect(fewest).toBe(2);
    expect(most).toBe(4);
    expect(practice.world.fleet.tasks(PLACE).map((task) => task.version)).toEqual(["1.5.1", "1.5.1"]);
    expect(serviceOf(practice).deployments).toHaveLength(1);
  });

  test("a changed desired count adds and removes tasks without a deployment", () => {
    const practice = withReplicas({ instances: 3, desired: 1 });
    const before = serviceOf(practice).serviceDeployments.length;
    practice.world.ecs.updateService(PLACE, { cluster: CLUSTER, service: NAME, desiredCount: 3 });
    practice.minutes(2);
    expect(practice.world.fleet.tasks(PLACE)).toHaveLength(3);
    practice.world.ecs.updateService(PLACE, { cluster: CLUSTER, service: NAME, desiredCount: 1 });
    practice.minutes(2);
    expect(practice.world.fleet.tasks(PLACE)).toHaveLength(1);
    expect(serviceOf(practice).serviceDeployments).toHaveLength(before);
  });

  test("says which instance comes closest when there is no room", () => {
    const practice = withReplicas({ instances: 1, desired: 3 });
    practice.minutes(2);
    const [instance] = practice.world.ecs.store.instancesOf(PLACE, CLUSTER);
    expect(serviceOf(practice).events.map((event) => event.message)).toContain(
      `(service ${NAME}) was unable to place a task because no container instance met all of its requirements. The closest matching (container-instance ${instance?.id}) has insufficient CPU units available. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.`,
    );
    practice.world.scaling.setDesired(PLACE, GROUP, 2, false);
    practice.minutes(4);
    expect(practice.world.fleet.tasks(PLACE)).toHaveLength(3);
  });

  test("is not deleted while scaled above zero, unless by force", () => {
    const practice = withReplicas({ instances: 1, desired: 1 });
    expect(() => practice.world.ecs.deleteService(PLACE, CLUSTER, NAME, false)).toThrow(
      "The service cannot be stopped while it is scaled above 0.",
    );
    practice.world.ecs.deleteService(PLACE, CLUSTER, NAME, true);
    practice.minutes(3);
    expect(practice.world.fleet.tasks(PLACE)).toEqual([]);
    expect(practice.world.ecs.store.findService(PLACE, CLUSTER, NAME)?.status).toBe("INACTIVE");
    expect(() => practice.world.ecs.store.service(PLACE, CLUSTER, NAME)).toThrow("Service was not ACTIVE.");
  });
});
