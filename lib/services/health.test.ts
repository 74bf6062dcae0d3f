import { describe, expect, it } from "vitest";
import { type HealthInputs, healthOf } from "./health";
import { alarmOf, deploymentOf, groupOf, serviceOf, stackOf, taskOf } from "./test-samples";

const two = [taskOf(), taskOf({ id: "t2" })];
const well: HealthInputs = { stack: stackOf(), service: serviceOf(), tasks: two, group: groupOf(), alarms: [] };

const rows: readonly [string, Partial<HealthInputs>, tone: string, words: string | RegExp][] = [
  ["all is well", {}, "ok", "2 of 2 tasks healthy"],
  ["nothing is known yet", { stack: null }, "muted", "Not known yet"],
  ["a launch is under way", { stack: stackOf({ status: "CREATE_IN_PROGRESS" }), service: null }, "busy", "Launching"],
  ["a launch failed", { stack: stackOf({ status: "ROLLBACK_COMPLETE" }), service: null }, "bad", /Launch failed/],
  ["the stack has no service", { service: null, tasks: [] }, "muted", "No ECS service in this stack"],
  ["it is being deleted", { stack: stackOf({ status: "DELETE_IN_PROGRESS" }) }, "busy", "Deleting"],
  [
    "a deployment is under way",
    { service: serviceOf({ deployments: [deploymentOf({ rollout: "IN_PROGRESS", version: "1.5.0", running: 1 })] }) },
    "busy",
    "Deploying 1.5.0 · 1 of 2 tasks started, 2 healthy",
  ],
  [
    "a deployment's tasks fail to start",
    { service: serviceOf({ deployments: [deploymentOf({ rollout: "IN_PROGRESS", running: 0, failed: 3 })] }) },
    "warn",
    /3 failed to start/,
  ],
  [
    "the deployment failed",
    {
      service: serviceOf({
        deployments: [deploymentOf({ rollout: "FAILED", rolloutReason: "tasks failed to start." })],
      }),
    },
    "bad",
    "Deployment failed: tasks failed to start.",
  ],
  [
    "an update goes back",
    { stack: stackOf({ status: "UPDATE_ROLLBACK_IN_PROGRESS" }) },
    "warn",
    "Update failed, going back · 2 of 2 tasks healthy",
  ],
  [
    "the last update went back, and all is well since",
    { stack: stackOf({ status: "UPDATE_ROLLBACK_COMPLETE" }) },
    "warn",
    /2 of 2 tasks healthy/,
  ],
  ["going back failed", { stack: stackOf({ status: "UPDATE_ROLLBACK_FAILED" }) }, "bad", /Going back failed/],
  ["no task runs", { service: serviceOf({ running: 0 }), tasks: [] }, "bad", "None of 2 tasks is running"],
  ["no task is wanted", { service: serviceOf({ desired: 0, running: 0 }), tasks: [] }, "ok", "No task is wanted"],
  [
    "a task does not answer",
    { tasks: [taskOf(), taskOf({ health: "unhealthy", healthReason: "Request timed out" })] },
    "bad",
    "1 of 2 tasks unhealthy: Request timed out",
  ],
  [
    "none answers",
    { tasks: [taskOf({ health: "unhealthy", healthReason: "codes: [503]" })] },
    "bad",
    "No task is healthy: codes: [503]",
  ],
  ["a task is missing", { tasks: [taskOf()] }, "warn", "1 of 2 tasks running"],
  ["a task is starting", { tasks: [taskOf(), taskOf({ health: "starting" })] }, "warn", /others starting/],
  [
    "versions are mixed outside a deployment",
    { tasks: [taskOf(), taskOf({ version: "1.5.0", digest: "sha256:bb" })] },
    "warn",
    "Versions mixed: 1.4.2 and 1.5.0",
  ],
  ["a tag moved", { tasks: [taskOf(), taskOf({ digest: "sha256:bb" })] }, "warn", /Tag 1.4.2 moved/],
  [
    "it is at its cap and the load is still high",
    { group: groupOf({ max: 2 }), alarms: [alarmOf({ state: "ALARM" })] },
    "warn",
    "At its cap of 2 instances, alarm cpu-high still high",
  ],
  [
    "it is at its cap of tasks, while its group has room",
    {
      taskScaling: { min: 1, max: 2, suspended: [] },
      alarms: [
        alarmOf({ name: "track", state: "ALARM", policyArns: ["p:resource/ecs/service/orders/web:policyName/cpu"] }),
      ],
    },
    "warn",
    "At its cap of 2 tasks, alarm track still high",
  ],
  [
    "the high alarm is scaling it out: a signal, not health",
    { alarms: [alarmOf({ state: "ALARM" })] },
    "ok",
    /healthy/,
  ],
  [
    "CPU is low at the minimum size: normal",
    { group: groupOf({ min: 2, desired: 2 }), alarms: [alarmOf({ direction: "in", state: "ALARM" })] },
    "ok",
    /healthy/,
  ],
  [
    "an alarm of its own rings",
    { alarms: [alarmOf({ name: "5xx", drivesScaling: false, direction: undefined, state: "ALARM" })] },
    "warn",
    "Alarm 5xx",
  ],
  [
    "it has no load balancer: running is all that can be known",
    {
      service: serviceOf({ targetGroupArn: undefined }),
      tasks: two.map((task) => ({ ...task, health: "none" as const })),
    },
    "ok",
    "2 of 2 tasks healthy",
  ],
];

describe("healthOf", () => {
  it.each(rows)("when %s", (_, change, tone, words) => {
    const health = healthOf({ ...well, ...change });
    expect(health.tone).toBe(tone);
    if (typeof words === "string") expect(health.words).toBe(words);
    else expect(health.words).toMatch(words);
  });
});
