import { describe, expect, it } from "vitest";
import type { Part } from "@/lib/live/types";
import { mergeTimeline, resourceSteps, type TimelineParts } from "./merge";
import { serviceEventWords } from "./service-event-words";
import { failedSources, nothingRead } from "./sources";

const T = Date.UTC(2026, 10, 23, 14, 0);
const part = <D>(data: D): Part<D> => ({ data, at: T, error: null });

const parts = (change: Partial<TimelineParts> = {}): TimelineParts => ({
  stackEvents: part([]),
  serviceEvents: part([]),
  activities: part([]),
  taskScaling: part(null),
  alarmBands: part([]),
  tasks: part([]),
  releases: part([]),
  ...change,
});
const words = (change: Partial<TimelineParts>) => mergeTimeline(parts(change), "orders").map((each) => each.words);

describe("the timeline", () => {
  it("is newest first across sources", () => {
    expect(
      words({
        serviceEvents: part([{ id: "1", at: T, message: "(service orders) has reached a steady state." }]),
        alarmBands: part([
          { alarm: "orders-cpu-high", state: "OK", from: T - 9_000, to: T - 3_000 },
          { alarm: "orders-cpu-high", state: "ALARM", from: T - 3_000, to: T + 5_000 },
          { alarm: "orders-cpu-high", state: "OK", from: T + 5_000 },
        ]),
      }),
    ).toEqual(["Alarm cpu-high back to OK", "Steady state", "Alarm cpu-high in ALARM"]);
  });

  it("does not call a new alarm's first OK a return", () => {
    expect(
      words({
        alarmBands: part([
          { alarm: "orders-cpu-high", state: "INSUFFICIENT_DATA", from: T - 9_000, to: T },
          { alarm: "orders-cpu-high", state: "OK", from: T },
        ]),
      }),
    ).toEqual(["Alarm cpu-high has data and is OK"]);
  });

  it("names a change of capacity once, however many instances it moved", () => {
    const activity = {
      description: "Launching a new EC2 instance: i-1",
      cause: "same",
      status: "Successful",
      change: { from: 1, to: 3 },
      alarmName: "cpu-high",
    };
    expect(
      words({
        activities: part([
          { ...activity, id: "2", at: T + 1 },
          { ...activity, id: "1", at: T },
        ]),
      }),
    ).toEqual(["Scaled out 1 → 3"]);
  });

  it("shows the first failed resource and not those cancelled after it", () => {
    const event = { at: T, type: "AWS::ECS::Service", status: "CREATE_FAILED" };
    expect(
      words({
        stackEvents: part([
          { ...event, id: "1", logicalId: "Service", reason: "Circuit breaker" },
          { ...event, id: "2", logicalId: "Alarm", reason: "Resource creation cancelled" },
          { ...event, id: "3", logicalId: "Role", status: "CREATE_COMPLETE" },
        ]),
      }),
    ).toEqual(["Service failed"]);
  });

  it("says what a task ended with, and what it was started by", () => {
    const task = {
      id: "3f9c41d0",
      arn: "t",
      lastStatus: "STOPPED",
      desiredStatus: "STOPPED",
      health: "none" as const,
      taskDefinition: "td",
      instanceId: "i-1",
      startedAt: T,
      stoppedAt: T + 1,
      containers: [{ name: "api", image: "x", exitCode: 1 }],
    };
    const activity = {
      id: "a",
      at: T - 1,
      description: "Launching",
      cause: "c",
      status: "Successful",
      instanceId: "i-1",
      change: { from: 2, to: 3 },
    };
    const [stopped, started] = mergeTimeline(parts({ tasks: part([task]), activities: part([activity]) }), "orders");
    expect(stopped).toMatchObject({ words: "Task 3f9c41d0 stopped, api exited with 1", tone: "bad" });
    expect(started?.because).toBe("scaling out 2 → 3");
  });
});

it("tells nothing read from nothing happened, and names each cause of a gap once", () => {
  const unread = { data: null, at: 0, error: null };
  const denied = { ...unread, error: { code: "aws_denied" as const, message: "ecs:DescribeServices", details: {} } };
  const all = {
    stackEvents: unread,
    serviceEvents: unread,
    activities: unread,
    tasks: unread,
    releases: unread,
    taskScaling: unread,
  };
  expect(nothingRead({ ...all, alarmBands: unread })).toBe(true);
  expect(nothingRead({ ...all, alarmBands: part([]) })).toBe(false);
  expect(nothingRead({ ...all, alarmBands: denied })).toBe(false);
  expect(failedSources(parts({ serviceEvents: denied, tasks: denied }))).toEqual([denied]);
});

it("does not blame scaling of hours ago for a task", () => {
  const task = { id: "1", arn: "t", lastStatus: "RUNNING", desiredStatus: "RUNNING", health: "healthy" as const };
  const [started] = mergeTimeline(
    parts({
      tasks: part([{ ...task, taskDefinition: "td", instanceId: "i-1", startedAt: T, containers: [] }]),
      activities: part([
        {
          id: "a",
          at: T - 3_600_000,
          description: "Launching",
          cause: "c",
          status: "Successful",
          instanceId: "i-1",
          change: { from: 2, to: 3 },
        },
      ]),
    }),
    "orders",
  );
  expect(started?.because).toBeUndefined();
});

it.each([
  ["has reached a steady state.", "ok", "Steady state"],
  ["(deployment ecs-svc/95274876) deployment completed.", "ok", "ECS completed the deployment"],
  ["has started 1 tasks: (task e4c66ee8a9142573).", "muted", "Started 1 task"],
  ["has stopped 2 running tasks: (task a1) (task b2).", "muted", "Stopped 2 tasks"],
  ["registered 1 targets in (target-group arn:x)", "muted", "1 target registered"],
  ["was unable to place a task because of x.", "bad", "Was unable to place a task because of x."],
  [
    "(deployment ecs-svc/9) deployment failed: tasks failed to start.",
    "bad",
    "(deployment ecs-svc/9) deployment failed: tasks failed to start.",
  ],
])("a service event: %s", (text, tone, words) => {
  expect(serviceEventWords(`(service orders) ${text}`)).toMatchObject({ tone, words });
});

it("names each step of each resource, and leaves the stack's own to the story", () => {
  const event = { id: "1", at: T, logicalId: "Service", type: "AWS::ECS::Service", status: "UPDATE_IN_PROGRESS" };
  const steps = resourceSteps([
    { ...event, status: "UPDATE_ROLLBACK_COMPLETE", id: "3", reason: "why" },
    { ...event, id: "2", status: "CREATE_FAILED" },
    event,
    { ...event, id: "0", type: "AWS::CloudFormation::Stack" },
  ]);
  expect(steps.map((step) => [step.words, step.tone])).toEqual([
    ["Service: update rollback done", "ok"],
    ["Service: create failed", "bad"],
    ["Service: update begun", "busy"],
  ]);
  expect(steps[0]?.detail).toBe("ECS Service · why");
});
