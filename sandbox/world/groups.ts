import { AwsError } from "../wire/handler";
import type { Kernel } from "./kernel";
import type { ScalingPolicy } from "./policy-records";
import type { Place } from "./seams";
import { createShelf } from "./shelf";

export type MemberState =
  | "Pending"
  | "Pending:Wait"
  | "InService"
  | "Terminating"
  | "Terminating:Wait"
  | "Terminating:Proceed";

export interface Member {
  id: string;
  state: MemberState;
  health: "Healthy" | "Unhealthy";
  protected: boolean;
  zone: string;
  subnetId: string;
  type: string;
  imageId: string;
  templateVersion: string;
  launchedAt: number;
  inServiceAt?: number;
  /** The activity that is launching or terminating it. */
  activityId?: string;
  /** Lifecycle actions it waits for: hook name → token. */
  waitingFor: Record<string, string>;
  /** Until then it does not count for step and target tracking policies. */
  warmUntil?: number;
}

export interface Activity {
  id: string;
  description: string;
  cause: string;
  startedAt: number;
  endedAt?: number;
  status: "PreInService" | "InProgress" | "MidLifecycleAction" | "Successful" | "Failed" | "Cancelled";
  message?: string;
  progress: number;
  /** JSON, as AWS gives it. */
  details: string;
}

export interface LifecycleHook {
  name: string;
  transition: string;
  heartbeatSeconds: number;
  defaultResult: string;
  metadata?: string;
  roleArn?: string;
  notificationArn?: string;
}

export interface GroupTag {
  key: string;
  value: string;
  propagate: boolean;
}

/** What a caller may set when creating or updating a group. Times in seconds. */
export interface GroupSettings {
  min: number;
  max: number;
  desired: number;
  cooldown: number;
  warmup?: number;
  template: { id: string; name: string; version: string };
  subnets: string[];
  targetGroupArns: string[];
  healthCheckType: string;
  grace: number;
  protectNew: boolean;
  terminationPolicies: string[];
  capacityRebalance: boolean;
  maxInstanceLifetime?: number;
}

export interface Group extends GroupSettings {
  name: string;
  arn: string;
  at: number;
  tags: GroupTag[];
  suspended: string[];
  metrics: string[];
  members: Member[];
  /** Newest last; the newest few hundred are kept. */
  activities: Activity[];
  hooks: LifecycleHook[];
  policies: ScalingPolicy[];
  deleting: boolean;
  /** Sentences that say why the desired capacity changed since the last look at it. */
  causes: string[];
  /** Alarms behind those sentences, as activity details show them. */
  invokingAlarms?: unknown[];
  /** Unhealthy members that were taken out and not replaced yet. */
  replacements: number;
  /** A look at the difference between desired and actual is planned for then. */
  lookAt?: number;
  failedLaunches: number;
  /** Zones in which a launch found no machine, and until when (ms) they come last. */
  troubled?: Record<string, number>;
  cooldownUntil: number;
  /** Cooldown in seconds that starts when the running activities end. */
  cooldownNext?: number;
}

export type GroupStore = ReturnType<typeof createGroupStore>;

/** Members that count as capacity: everything not on its way out. */
export const activeMembers = (group: Group): Member[] =>
  group.members.filter((member) => !member.state.startsWith("Terminating"));

/** Finding Auto Scaling groups and their members; what changes them is in `group-capacity.ts`. */
export function createGroupStore(kernel: Kernel) {
  const shelf = createShelf(kernel, "autoscaling.groups", () => ({}) as Record<string, Group>);
  const find = (place: Place, name: string): Group | undefined => shelf(place)[name];
  // The group an instance was last found in: instances do not change groups.
  const owners = new Map<string, string>();
  return {
    find,
    list: (place: Place): Group[] => Object.values(shelf(place)),
    places: shelf.places,
    add(place: Place, group: Group) {
      shelf(place)[group.name] = group;
    },
    drop(place: Place, name: string) {
      delete shelf(place)[name];
    },
    require(place: Place, name: string): Group {
      const group = find(place, name);
      if (group) return group;
      throw new AwsError("ValidationError", `AutoScalingGroup name not found - AutoScalingGroup: ${name} not found`);
    },
    memberOf(place: Place, instanceId: string): { group: Group; member: Member } | undefined {
      const known = find(place, owners.get(instanceId) ?? "");
      for (const group of known ? [known] : Object.values(shelf(place))) {
        const member = group.members.find((candidate) => candidate.id === instanceId);
        if (!member) continue;
        owners.set(instanceId, group.name);
        return { group, member };
      }
      owners.delete(instanceId);
      return undefined;
    },
  };
}
