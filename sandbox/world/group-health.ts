import type { Facts } from "./facts";
import { balancerCause, unhealthyCause } from "./group-activities";
import type { GroupCapacity, GroupTargets, MemberRef } from "./group-capacity";
import type { Group, GroupStore, Member } from "./groups";
import type { Kernel } from "./kernel";
import type { Place } from "./seams";

/** EC2's status checks take a while to tell that an instance is gone (ms, shortened by the pace). */
const HEALTH_CHECK_AFTER = 45_000;

/** Health replacement: members EC2 or a load balancer gives up are taken out and replaced. */
export function watchGroupHealth(parts: {
  kernel: Kernel;
  facts: Facts;
  store: GroupStore;
  targets: GroupTargets;
  capacity: GroupCapacity;
}): void {
  const { kernel, facts, store, targets, capacity } = parts;

  facts.on("instance.stopping", (place, { instanceId }) => {
    const found = store.memberOf(place, instanceId);
    if (!found || found.member.state === "Terminating:Proceed") return;
    const wait = kernel.wait(HEALTH_CHECK_AFTER * (0.8 + 0.4 * kernel.random()));
    kernel.schedule("asg.unhealthy", wait, capacity.refOf(place, found.group, found.member));
  });

  /** Takes a member out that failed its health check, and has it replaced. */
  const replace = (place: Place, group: Group, member: Member, cause: string, hooks: boolean) => {
    if (member.state.startsWith("Terminating")) return;
    if (group.suspended.some((process) => process === "HealthCheck" || process === "ReplaceUnhealthy")) return;
    member.health = "Unhealthy";
    group.replacements++;
    capacity.takeOut(place, group, member, cause, hooks);
    capacity.look(place, group);
  };

  kernel.on<MemberRef>("asg.unhealthy", (ref) => {
    const found = capacity.memberAt(ref);
    if (found) replace(ref, found.group, found.member, unhealthyCause(kernel.now()), false);
  });

  /** A load balancer's word counts where the group asks for it, once the member's grace period is over. */
  const heedBalancer = (place: Place, targetGroupArn: string, instanceId: string) => {
    const found = store.memberOf(place, instanceId);
    const targetGroup = targets.find(place, targetGroupArn);
    if (found?.member.state !== "InService") return;
    const { group, member } = found;
    if (!group.healthCheckType.includes("ELB") || !group.targetGroupArns.includes(targetGroupArn)) return;
    if (!targetGroup?.targets.some(({ id, state }) => id === instanceId && state === "unhealthy")) return;
    const graceEnds = (member.inServiceAt ?? 0) + kernel.wait(group.grace * 1000);
    if (kernel.now() >= graceEnds) replace(place, group, member, balancerCause(kernel.now()), true);
    else kernel.scheduleAt("asg.grace", graceEnds, { ...capacity.refOf(place, group, member), targetGroupArn });
  };

  kernel.on<MemberRef & { targetGroupArn: string }>("asg.grace", (ref) =>
    heedBalancer(ref, ref.targetGroupArn, ref.instanceId),
  );

  facts.on("target.changed", (place, { targetGroupArn, targetId, state }) => {
    if (state === "unhealthy") heedBalancer(place, targetGroupArn, targetId);
  });
}
