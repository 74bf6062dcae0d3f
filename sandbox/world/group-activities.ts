import type { Activity, Group, Member } from "./groups";
import type { Kernel } from "./kernel";
import { stamp } from "./shelf";

/** AWS keeps six weeks; what a person scrolls through is far less. */
const KEPT = 300;

/** Causes are sentences parted by two blanks, each with its own time. Source: aws-facts.md section 3. */
export const joinCauses = (...sentences: string[]): string => sentences.filter(Boolean).join("  ");

export const startedCause = (now: number, from: number, to: number): string =>
  `At ${stamp(now)} an instance was started in response to a difference between desired and actual capacity, increasing the capacity from ${from} to ${to}.`;

export const takenOutCause = (now: number, from: number, to: number): string =>
  `At ${stamp(now)} an instance was taken out of service in response to a difference between desired and actual capacity, shrinking the capacity from ${from} to ${to}.`;

export const selectedCause = (now: number, instanceIds: readonly string[]): string =>
  instanceIds.map((id) => `At ${stamp(now)} instance ${id} was selected for termination.`).join("  ");

export const unhealthyCause = (now: number): string =>
  `At ${stamp(now)} an instance was taken out of service in response to an EC2 health check indicating it has been terminated or stopped.`;

export const balancerCause = (now: number): string =>
  `At ${stamp(now)} an instance was taken out of service in response to an ELB system health check failure.`;

export const replacedCause = (now: number): string =>
  `At ${stamp(now)} an instance was launched in response to an unhealthy instance needing to be replaced.`;

function open(kernel: Kernel, group: Group, activity: Omit<Activity, "id" | "startedAt">): Activity {
  const opened: Activity = { id: kernel.uuid(), startedAt: kernel.now(), ...activity };
  group.activities.push(opened);
  if (group.activities.length > KEPT) group.activities.splice(0, group.activities.length - KEPT);
  return opened;
}

const detailsOf = (subnetId: string, zone: string, invokingAlarms: unknown[] | undefined): string =>
  JSON.stringify({
    "Subnet ID": subnetId,
    "Availability Zone": zone,
    ...(invokingAlarms ? { InvokingAlarms: invokingAlarms } : {}),
  });

export function openLaunch(kernel: Kernel, group: Group, member: Member, cause: string, alarms?: unknown[]): void {
  const activity = open(kernel, group, {
    description: `Launching a new EC2 instance: ${member.id}`,
    cause,
    status: "PreInService",
    progress: 30,
    details: detailsOf(member.subnetId, member.zone, alarms),
  });
  member.activityId = activity.id;
}

export function failLaunch(kernel: Kernel, group: Group, cause: string, subnet: string, zone: string, why: string) {
  const message = `${why}. Launching EC2 instance failed.`;
  const activity = open(kernel, group, {
    description: `Launching a new EC2 instance.  Status Reason: ${message}`,
    cause,
    status: "Failed",
    message,
    progress: 100,
    details: detailsOf(subnet, zone, undefined),
  });
  activity.endedAt = activity.startedAt;
}

export function openTermination(kernel: Kernel, group: Group, member: Member, cause: string, alarms?: unknown[]): void {
  closeActivity(kernel, group, member, "Cancelled");
  const activity = open(kernel, group, {
    description: `Terminating EC2 instance: ${member.id}`,
    cause,
    status: "InProgress",
    progress: 0,
    details: detailsOf(member.subnetId, member.zone, alarms),
  });
  member.activityId = activity.id;
}

/** The activity a member is in, while it is open. */
export const openActivity = (group: Group, member: Member): Activity | undefined =>
  group.activities.find((activity) => activity.id === member.activityId && activity.endedAt === undefined);

export function closeActivity(kernel: Kernel, group: Group, member: Member, status: Activity["status"]): void {
  const activity = openActivity(group, member);
  if (!activity) return;
  activity.status = status;
  activity.progress = 100;
  activity.endedAt = kernel.now();
  if (group.cooldownNext !== undefined && group.activities.every((other) => other.endedAt !== undefined)) {
    group.cooldownUntil = kernel.now() + group.cooldownNext * 1000;
    delete group.cooldownNext;
  }
}

/** Newest first, those still running before all others. */
export function activitiesNewestFirst(group: Group): Activity[] {
  const running = (activity: Activity) => (activity.endedAt === undefined ? 0 : 1);
  return [...group.activities].reverse().sort((a, b) => running(a) - running(b) || b.startedAt - a.startedAt);
}
