import { AwsError } from "../wire/handler";
import type { Facts } from "./facts";
import type { Kernel } from "./kernel";
import type { Place } from "./seams";
import { createShelf, plainPlace, type Tags } from "./shelf";
import { createTargetHealth } from "./target-health";

export interface Target {
  id: string;
  port: number;
  zone?: string;
  state: "initial" | "healthy" | "unhealthy" | "unused" | "draining";
  reason?: string;
  description?: string;
  registeredAt: number;
  /** Consecutive health checks with the answer the state is not. */
  streak: number;
  /** Makes planned checks of an earlier registration void. */
  turn: number;
}

/** Health check times in seconds, as the API has them. */
export interface TargetGroupSettings {
  protocol: string;
  port: number;
  vpcId: string;
  targetType: string;
  protocolVersion: string;
  ipAddressType: string;
  checkProtocol: string;
  checkPort: string;
  checkPath: string;
  checkEnabled: boolean;
  interval: number;
  timeout: number;
  healthyAfter: number;
  unhealthyAfter: number;
  matcher: string;
}

export interface TargetGroup extends TargetGroupSettings {
  arn: string;
  name: string;
  tags: Tags;
  attributes: Record<string, string>;
  targets: Target[];
}

export const TARGET_GROUP_ATTRIBUTES: Record<string, string> = {
  "deregistration_delay.timeout_seconds": "300",
  "stickiness.enabled": "false",
  "stickiness.type": "lb_cookie",
  "stickiness.lb_cookie.duration_seconds": "86400",
  "slow_start.duration_seconds": "0",
  "load_balancing.algorithm.type": "round_robin",
  "load_balancing.cross_zone.enabled": "use_load_balancer_configuration",
};

/** What answers behind a target: from when (ms) and with which status. Undefined when nothing listens there. */
export type Probe = (place: Place, targetId: string, port: number) => { readyAt: number; status: number } | undefined;

export type TargetGroups = ReturnType<typeof createTargetGroups>;

/** Target groups, their registrations, draining and health. Source: ELBv2 API reference; aws-facts.md section 6. */
export function createTargetGroups(
  kernel: Kernel,
  facts: Facts,
  inUse: (place: Place, targetGroupArn: string) => boolean,
  probe: Probe,
) {
  const shelf = createShelf(kernel, "elb.target-groups", () => ({}) as Record<string, TargetGroup>);
  const find = (place: Place, arn: string): TargetGroup | undefined => shelf(place)[arn];
  const list = (place: Place): TargetGroup[] => Object.values(shelf(place));
  const require = (place: Place, arn: string): TargetGroup => {
    const group = find(place, arn);
    if (group) return group;
    throw new AwsError("TargetGroupNotFound", `Target groups '${arn}' not found`);
  };
  const health = createTargetHealth({ kernel, facts, find, list, inUse, probe });

  kernel.on<Place & { group: string; targetId: string; port: number; turn: number }>("elb.drained", (data) => {
    const group = find(data, data.group);
    const target = group?.targets.find(
      (candidate) => candidate.id === data.targetId && candidate.port === data.port && candidate.turn === data.turn,
    );
    if (group && target?.state === "draining") leave(data, group, target);
  });

  const leave = (place: Place, group: TargetGroup, target: Target) => {
    group.targets = group.targets.filter((other) => other !== target);
    facts.tell("target.gone", plainPlace(place), {
      targetGroupArn: group.arn,
      targetId: target.id,
      port: target.port,
    });
  };

  return {
    find,
    require,
    list,
    /** Looks at a group's targets anew after a listener began or ceased to forward to it. */
    refresh: health.refresh,

    create(place: Place, name: string, settings: TargetGroupSettings, tags: Tags): TargetGroup {
      if (Object.values(shelf(place)).some((group) => group.name === name)) {
        throw new AwsError(
          "DuplicateTargetGroupName",
          `A target group with the same name '${name}' exists, but with different settings`,
        );
      }
      const arn = `arn:aws:elasticloadbalancing:${place.region}:${place.account}:targetgroup/${name}/${kernel.hex(16)}`;
      const group: TargetGroup = {
        ...settings,
        arn,
        name,
        tags,
        attributes: { ...TARGET_GROUP_ATTRIBUTES },
        targets: [],
      };
      shelf(place)[arn] = group;
      return group;
    },

    modify(place: Place, arn: string, settings: Partial<TargetGroupSettings>): TargetGroup {
      return Object.assign(require(place, arn), settings);
    },

    setAttributes(place: Place, arn: string, attributes: Record<string, string>): TargetGroup {
      const group = require(place, arn);
      group.attributes = { ...group.attributes, ...attributes };
      return group;
    },

    /** Deletes a group; one that a listener or rule forwards to stays. A missing one is fine, as on AWS. */
    remove(place: Place, arn: string): void {
      if (inUse(place, arn)) {
        throw new AwsError("ResourceInUse", `Target group '${arn}' is currently in use by a listener or a rule`);
      }
      delete shelf(place)[arn];
    },

    register(place: Place, arn: string, targets: readonly { id: string; port?: number; zone?: string }[]): void {
      const group = require(place, arn);
      for (const { id, port = group.port, zone } of targets) {
        const known = group.targets.find((target) => target.id === id && target.port === port);
        if (known && known.state !== "draining") continue;
        group.targets = group.targets.filter((target) => target !== known);
        const target: Target = {
          id,
          port,
          ...(zone ? { zone } : {}),
          state: "unused",
          registeredAt: kernel.now(),
          streak: 0,
          turn: (known?.turn ?? 0) + 1,
        };
        group.targets.push(target);
        health.begin(place, group, target);
      }
    },

    /** Takes targets out: those that served drain for the group's delay, the others leave at once. */
    deregister(place: Place, arn: string, targets: readonly { id: string; port?: number }[]): void {
      const group = require(place, arn);
      for (const { id, port } of targets) {
        for (const target of group.targets.filter((one) => one.id === id && (port ?? one.port) === one.port)) {
          if (target.state === "draining") continue;
          const served = target.state === "healthy";
          target.turn++;
          target.state = "draining";
          target.reason = "Target.DeregistrationInProgress";
          target.description = "Target deregistration is in progress";
          const seconds = served ? Number(group.attributes["deregistration_delay.timeout_seconds"] ?? 300) : 0;
          const data = { ...plainPlace(place), group: arn, targetId: id, port: target.port, turn: target.turn };
          kernel.schedule("elb.drained", kernel.wait(seconds * 1000), data);
        }
      }
    },
  };
}
