import type { AutoScalingGroup } from "@aws-sdk/client-auto-scaling";
import { AwsError } from "../../wire/handler";
import { PlainFailure } from "../operation/reason";
import { durationMs } from "../operation/signals";
import { isMapping, type Mapping, sameValue } from "../template/values";
import { flag, mapping, number, text, texts } from "./fields";
import type { Call } from "./provider";

/** A rolling update under way: plain data, kept in the task's scratch. */
interface Rolling {
  readonly total: number;
  readonly batch: number;
  readonly atLeast: number;
  readonly pauseMs: number;
  readonly waitForSignals: boolean;
  readonly suspended: string[];
  readonly minSize: number;
  readonly desired: number;
  readonly temporary: boolean;
  /** Instances still to be replaced. */
  obsolete: string[];
  stage: "next" | "terminating" | "arriving";
  current: string[];
  /** Signals had before the batch's new instances could send theirs. */
  signalsBefore: number;
  since: number;
}

const CAUSES = ["LaunchTemplate", "LaunchConfigurationName", "MixedInstancesPolicy", "VPCZoneIdentifier"];

const PAUSE = "PT15M";

/** Runs a call whose failure must not stop the update: suspending processes is a courtesy. */
function attempt(action: () => unknown): void {
  try {
    action();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
  }
}

/**
 * Begins replacing a group's instances when its UpdatePolicy asks for it and the change calls for new instances.
 * `before` is the group as it was before the update. Texts are CloudFormation's own, as its users' transcripts show them.
 */
export function beginRolling(call: Call, before: AutoScalingGroup | undefined): void {
  const policy = mapping(call.updatePolicy() ?? {}, "AutoScalingRollingUpdate");
  // An update that was cut short may have left them suspended.
  if (policy && before?.SuspendedProcesses?.length) resume(call, texts(policy, "SuspendProcesses") ?? []);
  const changed = CAUSES.some((key) => !sameValue(call.before[key], call.properties[key]));
  if (!policy || !before || !changed) return;
  const wanted = mapping(call.properties, "LaunchTemplate") ?? {};
  const replaced = before.LaunchTemplate?.LaunchTemplateId !== text(wanted, "LaunchTemplateId");
  const subnets = texts(call.properties, "VPCZoneIdentifier");
  const moved = !sameValue(texts(call.before, "VPCZoneIdentifier"), subnets);
  const obsolete = (before.Instances ?? [])
    .filter((one) => replaced || moved || one.LaunchTemplate?.Version !== text(wanted, "Version"))
    .flatMap((one) => one.InstanceId ?? []);
  if (obsolete.length === 0) return;
  const batch = Math.max(1, number(policy, "MaxBatchSize") ?? 1);
  const atLeast = number(policy, "MinInstancesInService") ?? 0;
  const { tools, ctx, physicalId } = call;
  const minSize = number(call.properties, "MinSize") ?? 0;
  const maxSize = number(call.properties, "MaxSize") ?? 0;
  const desired = Math.max(
    minSize,
    Math.min(maxSize, number(call.properties, "DesiredCapacity") ?? before.DesiredCapacity ?? 0),
  );
  const enlarged = Math.min(maxSize, Math.max(desired, atLeast + batch));
  const rolling: Rolling = {
    total: obsolete.length,
    batch,
    atLeast,
    pauseMs: durationMs(text(policy, "PauseTime") ?? PAUSE),
    waitForSignals: flag(policy, "WaitOnResourceSignals") ?? false,
    suspended: texts(policy, "SuspendProcesses") ?? [],
    minSize,
    desired,
    temporary: enlarged > desired,
    obsolete,
    stage: enlarged > desired ? "arriving" : "next",
    current: [],
    signalsBefore: 0,
    since: tools.kernel.now(),
  };
  const pause = text(policy, "PauseTime") ?? PAUSE;
  const waiting = rolling.waitForSignals
    ? ` Waiting on resource signals with a timeout of ${pause} when new instances are added to the autoscaling group.`
    : ` Waiting for ${pause} when new instances are added to the autoscaling group.`;
  call.say(
    `Rolling update initiated. Terminating ${rolling.total} obsolete instance(s) in batches of ${batch}, while keeping at least ${atLeast} instance(s) in service.${waiting}`,
  );
  const name = { AutoScalingGroupName: physicalId };
  const ScalingProcesses = rolling.suspended;
  if (ScalingProcesses.length > 0) {
    attempt(() => tools.invoke("autoscaling", "SuspendProcesses", { ...name, ScalingProcesses }, ctx));
  }
  if (rolling.temporary) {
    call.say(`Temporarily setting autoscaling group MinSize and DesiredCapacity to ${enlarged}.`);
    tools.invoke(
      "autoscaling",
      "UpdateAutoScalingGroup",
      { ...name, MinSize: enlarged, DesiredCapacity: enlarged },
      ctx,
    );
    arriving(call, rolling, enlarged - desired);
  }
  call.scratch = { rolling };
}

function arriving(call: Call, rolling: Rolling, count: number): void {
  rolling.stage = "arriving";
  rolling.since = call.tools.kernel.now();
  rolling.current = Array<string>(count).fill("");
  if (!rolling.waitForSignals) return;
  const minutes = `PT${rolling.pauseMs / 60_000}M`;
  call.say(
    `New instance(s) added to autoscaling group - Waiting on ${count} resource signal(s) with a timeout of ${minutes}.`,
  );
}

/** One look at the update: terminates, waits, goes on. False once every obsolete instance is replaced. */
export function rollingPending(call: Call, group: AutoScalingGroup | undefined): boolean {
  const rolling = call.scratch.rolling;
  if (!isRolling(rolling)) return false;
  const { tools, ctx } = call;
  const members = (group?.Instances ?? []).map((one) => one.InstanceId ?? "");
  const serving = (group?.Instances ?? []).filter((one) => one.LifecycleState === "InService").length;
  switch (rolling.stage) {
    case "next": {
      // Instances may have gone by themselves meanwhile.
      rolling.obsolete = rolling.obsolete.filter((id) => members.includes(id));
      if (rolling.obsolete.length === 0) {
        endRolling(call, rolling);
        return false;
      }
      const room = Math.max(1, Math.min(rolling.batch, serving - rolling.atLeast));
      rolling.current = rolling.obsolete.splice(0, room);
      const count = rolling.current.length;
      call.say(`Terminating instance(s) [${rolling.current.join(",")}]; replacing with ${count} new instance(s).`);
      for (const InstanceId of rolling.current) {
        const input = { InstanceId, ShouldDecrementDesiredCapacity: false };
        tools.invoke("autoscaling", "TerminateInstanceInAutoScalingGroup", input, ctx);
      }
      // A replacement may be up before the old one is gone: draining takes its time.
      rolling.signalsBefore = call.signals.length;
      rolling.stage = "terminating";
      return true;
    }
    case "terminating": {
      if (rolling.current.some((id) => members.includes(id))) return true;
      const done = rolling.total - rolling.obsolete.length;
      const percent = Math.floor((done * 100) / rolling.total);
      call.say(`Successfully terminated instance(s) [${rolling.current.join(",")}] (Progress ${percent}%).`);
      arriving(call, rolling, rolling.current.length);
      return true;
    }
    case "arriving": {
      const news = call.signals.slice(rolling.signalsBefore);
      const good = news.filter((signal) => signal.status === "SUCCESS").length;
      const wanted = rolling.current.length;
      const waited = tools.kernel.now() - rolling.since;
      const failed = news.length - good > 0 || waited > rolling.pauseMs;
      if (rolling.waitForSignals && good < wanted && failed) {
        resume(call, rolling.suspended);
        throw new PlainFailure(
          `Received ${good} SUCCESS signal(s) out of ${wanted}.  Unable to satisfy 100% MinSuccessfulInstancesPercent requirement`,
        );
      }
      const ready = rolling.waitForSignals ? good >= wanted : waited >= tools.kernel.wait(rolling.pauseMs);
      if (!ready || serving < Math.min(group?.DesiredCapacity ?? 0, members.length)) return true;
      rolling.stage = "next";
      return rollingPending(call, group);
    }
  }
}

const isRolling = (value: unknown): value is Rolling => isMapping(value) && Array.isArray(value.obsolete);

function endRolling(call: Call, rolling: Rolling): void {
  const { tools, ctx, physicalId } = call;
  if (rolling.temporary) {
    const sizes = { MinSize: rolling.minSize, DesiredCapacity: rolling.desired };
    tools.invoke("autoscaling", "UpdateAutoScalingGroup", { AutoScalingGroupName: physicalId, ...sizes }, ctx);
  }
  resume(call, rolling.suspended);
  call.scratch = {} satisfies Mapping;
}

function resume({ tools, ctx, physicalId }: Call, ScalingProcesses: string[]): void {
  if (ScalingProcesses.length === 0) return;
  const input = { AutoScalingGroupName: physicalId, ScalingProcesses };
  attempt(() => tools.invoke("autoscaling", "ResumeProcesses", input, ctx));
}
