import type { Facts } from "./facts";
import type { Kernel } from "./kernel";
import type { Place } from "./seams";
import { plainPlace } from "./shelf";
import type { Probe, Target, TargetGroup } from "./target-groups";

type Check = Place & { group: string; targetId: string; port: number; turn: number };

/** Whether a status code passes a matcher such as "200", "200,302" or "200-399". */
export function passes(matcher: string, status: number): boolean {
  return matcher.split(",").some((part) => {
    const [low = "", high = low] = part.trim().split("-");
    return status >= Number(low) && status <= Number(high);
  });
}

/**
 * Health checks of targets. A check is simulated only while its answer can change the target's state: a healthy target
 * whose container keeps answering costs no events.
 */
export function createTargetHealth(parts: {
  kernel: Kernel;
  facts: Facts;
  find: (place: Place, arn: string) => TargetGroup | undefined;
  list: (place: Place) => TargetGroup[];
  inUse: (place: Place, arn: string) => boolean;
  probe: Probe;
}) {
  const { kernel, facts, find, list, inUse, probe } = parts;

  const say = (place: Place, group: TargetGroup, target: Target) =>
    facts.tell("target.changed", plainPlace(place), {
      targetGroupArn: group.arn,
      targetId: target.id,
      port: target.port,
      state: target.state,
      ...(target.description ? { description: target.description } : {}),
    });

  const turnTo = (place: Place, group: TargetGroup, target: Target, state: Target["state"], why?: [string, string]) => {
    const changed = target.state !== state;
    target.state = state;
    if (why) [target.reason, target.description] = why;
    else {
      delete target.reason;
      delete target.description;
    }
    if (changed) say(place, group, target);
  };

  const plan = (place: Place, group: TargetGroup, target: Target, at: number) => {
    const data: Check = {
      ...plainPlace(place),
      group: group.arn,
      targetId: target.id,
      port: target.port,
      turn: target.turn,
    };
    kernel.scheduleAt("elb.check", at, data);
  };

  kernel.on<Check>("elb.check", (check) => {
    const group = find(check, check.group);
    const target = group?.targets.find((one) => one.id === check.targetId && one.port === check.port);
    if (!group || !target || target.turn !== check.turn || target.state === "draining") return;
    const answer = probe(check, target.id, target.port);
    const interval = kernel.wait(group.interval * 1000);
    const ready = answer !== undefined && answer.readyAt <= kernel.now();
    const good = ready && passes(group.matcher, answer.status);
    if (good) {
      if (target.state === "healthy") return;
      target.streak = target.state === "unhealthy" ? target.streak + 1 : group.healthyAfter;
      if (target.streak >= group.healthyAfter) {
        target.streak = 0;
        turnTo(check, group, target, "healthy");
        return;
      }
      plan(check, group, target, kernel.now() + interval);
      return;
    }
    const why: [string, string] = ready
      ? ["Target.ResponseCodeMismatch", `Health checks failed with these codes: [${answer.status}]`]
      : ["Target.Timeout", "Request timed out"];
    if (target.state === "unhealthy") {
      target.streak = 0;
      [target.reason, target.description] = why;
      // Only a container that will answer later is worth another look.
      if (answer && passes(group.matcher, answer.status)) plan(check, group, target, answer.readyAt + interval / 2);
      return;
    }
    target.streak++;
    if (target.streak >= group.unhealthyAfter) {
      target.streak = 0;
      turnTo(check, group, target, "unhealthy", why);
    } else if (target.state === "initial") {
      [target.reason, target.description] = ["Elb.InitialHealthChecking", "Initial health checks in progress"];
    }
    plan(check, group, target, kernel.now() + interval);
  });

  const begin = (place: Place, group: TargetGroup, target: Target) => {
    target.streak = 0;
    target.turn++;
    if (!inUse(place, group.arn)) {
      const text = "Target group is not configured to receive traffic from the load balancer";
      turnTo(place, group, target, "unused", ["Target.NotInUse", text]);
      return;
    }
    turnTo(place, group, target, "initial", ["Elb.RegistrationInProgress", "Target registration is in progress"]);
    plan(place, group, target, kernel.now() + kernel.wait(Math.max(1, kernel.random() * group.interval) * 1000));
  };

  facts.on("instance.stopping", (place, { instanceId }) => {
    for (const group of list(place)) {
      for (const target of group.targets) {
        if (target.id !== instanceId || target.state === "draining") continue;
        target.turn++;
        turnTo(place, group, target, "unused", ["Target.InvalidState", "Target is in the terminated state"]);
      }
    }
  });

  return {
    begin,
    refresh(place: Place, arn: string) {
      const group = find(place, arn);
      if (!group) return;
      for (const target of group.targets) {
        if (target.state === "draining") continue;
        if (target.state === "unused" || !inUse(place, arn)) begin(place, group, target);
      }
    },
  };
}
