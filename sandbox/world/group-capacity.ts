import { AwsError } from "../wire/handler";
import type { Capacity } from "./capacity";
import type { Facts } from "./facts";
import {
  closeActivity,
  failLaunch,
  joinCauses,
  openActivity,
  openLaunch,
  openTermination,
  replacedCause,
  selectedCause,
  startedCause,
  takenOutCause,
  unhealthyCause,
} from "./group-activities";
import { chooseVictims, emptiestSubnet, templateTags } from "./group-choices";
import { activeMembers, type Group, type GroupStore, type Member } from "./groups";
import type { Instances } from "./instances";
import type { Kernel } from "./kernel";
import type { LaunchTemplates } from "./launch-templates";
import type { Place } from "./seams";
import { plainPlace, type Tags } from "./shelf";
import type { SubnetLookup } from "./subnets";

/** Real-world times in ms, shortened by the pace. Source: aws-facts.md section 3, timing. */
const LOOK_AFTER = 9_000;
const IN_SERVICE_AFTER = 10_000;
const RETRY_AFTER = 60_000;
const TROUBLED_FOR = 600_000;
const LAUNCHING = "autoscaling:EC2_INSTANCE_LAUNCHING";
const TERMINATING = "autoscaling:EC2_INSTANCE_TERMINATING";

/** Where a group's own target groups are told of its members; ECS services register their tasks themselves. */
export interface GroupTargets {
  find(place: Place, targetGroupArn: string): { targets: readonly { id: string; state: string }[] } | undefined;
  register(place: Place, targetGroupArn: string, targets: readonly { id: string }[]): void;
  deregister(place: Place, targetGroupArn: string, targets: readonly { id: string }[]): void;
}

interface Parts {
  kernel: Kernel;
  facts: Facts;
  store: GroupStore;
  instances: Instances;
  launchTemplates: LaunchTemplates;
  network: SubnetLookup;
  targets: GroupTargets;
  capacity: Pick<Capacity, "check">;
}

export type MemberRef = Place & { group: string; instanceId: string };
export type GroupCapacity = ReturnType<typeof createGroupCapacity>;

/** The state machine that keeps a group's members at its desired capacity. */
export function createGroupCapacity(parts: Parts) {
  const { kernel, facts, store, instances, launchTemplates, network, targets } = parts;
  const spread = (ms: number) => kernel.wait(ms * (0.8 + 0.4 * kernel.random()));
  const at = (place: Place, group: Group, member: Member): MemberRef => ({
    ...plainPlace(place),
    group: group.name,
    instanceId: member.id,
  });
  const memberAt = (ref: MemberRef) => {
    const group = store.find(ref, ref.group);
    const member = group?.members.find((candidate) => candidate.id === ref.instanceId);
    return group && member ? { group, member } : undefined;
  };

  /** Plans a look at the difference between desired and actual capacity; several reasons share one look. */
  const look = (place: Place, group: Group, ms = LOOK_AFTER) => {
    const due = kernel.now() + spread(ms);
    if (group.lookAt !== undefined && group.lookAt <= due) return;
    group.lookAt = due;
    kernel.scheduleAt("asg.look", due, { ...plainPlace(place), group: group.name });
  };

  /** Asks the hooks of a transition; true when the member now waits for them. */
  const holdFor = (place: Place, group: Group, member: Member, transition: string): boolean => {
    const hooks = group.hooks.filter((hook) => hook.transition === transition);
    if (hooks.length === 0) return false;
    member.state = transition === LAUNCHING ? "Pending:Wait" : "Terminating:Wait";
    member.waitingFor = Object.fromEntries(hooks.map((hook) => [hook.name, kernel.uuid()]));
    const activity = openActivity(group, member);
    if (activity) activity.status = "MidLifecycleAction";
    for (const hook of hooks) {
      const token = member.waitingFor[hook.name] ?? "";
      const ref = { ...at(place, group, member), hook: hook.name, token };
      kernel.schedule("asg.heartbeat", kernel.wait(hook.heartbeatSeconds * 1000), ref);
      facts.tell("hook.waiting", place, { ...ref, transition });
    }
    return true;
  };

  const putInService = (place: Place, group: Group, member: Member) => {
    member.state = "InService";
    member.inServiceAt = kernel.now();
    closeActivity(kernel, group, member, "Successful");
    delete member.activityId;
    const warmup = group.warmup ?? group.cooldown;
    member.warmUntil = kernel.now() + warmup * 1000;
    for (const arn of group.targetGroupArns) targets.register(place, arn, [{ id: member.id }]);
  };

  const endInstance = (place: Place, group: Group, member: Member) => {
    member.state = "Terminating:Proceed";
    const instance = instances.find(place, member.id);
    if (!instance || instance.state === "terminated") forget(place, group, member);
    else instances.terminate(place, member.id);
  };

  const forget = (place: Place, group: Group, member: Member) => {
    group.members = group.members.filter((other) => other !== member);
    closeActivity(kernel, group, member, "Successful");
    if (group.deleting && group.members.length === 0) store.drop(place, group.name);
    else look(place, group, 1_000);
  };

  const takeOut = (place: Place, group: Group, member: Member, cause: string, hooks = true, alarms?: unknown[]) => {
    openTermination(kernel, group, member, cause, alarms);
    for (const arn of group.targetGroupArns) targets.deregister(place, arn, [{ id: member.id }]);
    member.state = "Terminating";
    member.waitingFor = {};
    if (hooks && holdFor(place, group, member, TERMINATING)) return;
    endInstance(place, group, member);
  };

  const launchOne = (place: Place, group: Group, cause: string) => {
    const zoneOf = (subnet: string) => network.subnet(place, subnet)?.zone ?? "";
    const troubled = group.troubled ?? {};
    const subnetId = emptiestSubnet(group, (subnet) => (troubled[zoneOf(subnet)] ?? 0) > kernel.now());
    const zone = network.subnet(place, subnetId)?.zone ?? "";
    try {
      const template = launchTemplates.find(place, { id: group.template.id });
      const version = launchTemplates.versionOf(template, group.template.version);
      parts.capacity.check(place, version.data.InstanceType ?? "", zone);
      const tags: Tags = {
        ...templateTags(version.data.TagSpecifications),
        ...Object.fromEntries(group.tags.filter((tag) => tag.propagate).map((tag) => [tag.key, tag.value])),
        "aws:autoscaling:groupName": group.name,
        "aws:ec2launchtemplate:id": template.id,
        "aws:ec2launchtemplate:version": String(version.number),
      };
      const instance = instances.launch(place, { data: version.data, subnetId, tags, group: group.name });
      const member: Member = {
        id: instance.id,
        state: "Pending",
        health: "Healthy",
        protected: group.protectNew,
        zone: instance.zone,
        subnetId,
        type: instance.type,
        imageId: instance.imageId,
        templateVersion: String(version.number),
        launchedAt: kernel.now(),
        waitingFor: {},
      };
      group.members.push(member);
      group.failedLaunches = 0;
      openLaunch(kernel, group, member, cause, group.invokingAlarms);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      failLaunch(kernel, group, cause, subnetId, zone, error.message.replace(/\.$/, ""));
      group.failedLaunches++;
      // A zone without machines is left alone for a while, and the next attempt goes to another.
      if (error.code === "InsufficientInstanceCapacity") {
        group.troubled = { ...troubled, [zone]: kernel.now() + TROUBLED_FOR };
      }
      look(place, group, RETRY_AFTER * Math.min(8, group.failedLaunches));
    }
  };

  kernel.on<Place & { group: string }>("asg.look", ({ group: name, ...place }) => {
    const group = store.find(place, name);
    if (group?.lookAt === undefined || group.lookAt > kernel.now()) return;
    delete group.lookAt;
    if (group.deleting) return;
    const now = kernel.now();
    const active = activeMembers(group);
    const missing = group.desired - active.length;
    if (missing > 0 && !group.suspended.includes("Launch")) {
      const replacing = group.causes.length === 0 ? Math.min(missing, group.replacements) : 0;
      const wanted = joinCauses(...group.causes, startedCause(now, active.length + replacing, group.desired));
      for (let i = 0; i < missing && (i === 0 || group.failedLaunches === 0); i++) {
        launchOne(place, group, i < replacing ? replacedCause(now) : wanted);
      }
    }
    if (missing < 0 && !group.suspended.includes("Terminate")) {
      const victims = chooseVictims(group, -missing);
      const ids = victims.map((member) => member.id);
      const taken = takenOutCause(now, active.length, active.length - victims.length);
      const cause = joinCauses(...group.causes, taken, selectedCause(now, ids));
      for (const member of victims) takeOut(place, group, member, cause, true, group.invokingAlarms);
    }
    group.causes = [];
    group.replacements = 0;
    delete group.invokingAlarms;
  });

  kernel.on<MemberRef>("asg.in-service", (ref) => {
    const found = memberAt(ref);
    if (found?.member.state !== "Pending") return;
    if (holdFor(ref, found.group, found.member, LAUNCHING)) return;
    putInService(ref, found.group, found.member);
  });

  kernel.on<MemberRef & { hook: string; token: string }>("asg.heartbeat", (ref) => {
    const found = memberAt(ref);
    if (found?.member.waitingFor[ref.hook] !== ref.token) return;
    const result = found.group.hooks.find((hook) => hook.name === ref.hook)?.defaultResult ?? "ABANDON";
    complete(ref, found.group, found.member, ref.hook, result);
  });

  /** One hook's action is done; the member goes on when it was the last one. */
  const complete = (place: Place, group: Group, member: Member, hook: string, result: string) => {
    delete member.waitingFor[hook];
    if (Object.keys(member.waitingFor).length > 0 && result !== "ABANDON") return;
    if (member.state === "Terminating:Wait") {
      const activity = openActivity(group, member);
      if (activity) activity.status = "InProgress";
      endInstance(place, group, member);
    }
    if (member.state !== "Pending:Wait") return;
    if (result === "ABANDON") takeOut(place, group, member, unhealthyCause(kernel.now()), false);
    else putInService(place, group, member);
  };

  facts.on("instance.running", (place, { instanceId }) => {
    const found = store.memberOf(place, instanceId);
    if (!found) return;
    kernel.schedule("asg.in-service", spread(IN_SERVICE_AFTER), at(place, found.group, found.member));
  });

  facts.on("instance.terminated", (place, { instanceId }) => {
    const found = store.memberOf(place, instanceId);
    if (found?.member.state.startsWith("Terminating")) forget(place, found.group, found.member);
  });

  return { look, takeOut, complete, refOf: at, memberAt };
}
