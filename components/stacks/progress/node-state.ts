import type { ServiceParts } from "@/lib/live/types";
import type { StackRun } from "@/lib/stacks/spans";
import type { Tone } from "@/lib/stacks/types";
import { resourceTone } from "../resource-tone";

export interface NodeState {
  readonly tone: Tone;
  readonly words: string;
  readonly physicalId?: string;
}

const WORDS: Readonly<Record<string, string>> = {
  CREATE_IN_PROGRESS: "being made",
  CREATE_COMPLETE: "made",
  CREATE_FAILED: "could not be made",
  UPDATE_IN_PROGRESS: "being changed",
  UPDATE_COMPLETE: "changed",
  UPDATE_FAILED: "could not be changed",
  DELETE_IN_PROGRESS: "being deleted",
  DELETE_COMPLETE: "deleted",
  DELETE_FAILED: "could not be deleted",
  DELETE_SKIPPED: "kept",
};

/** A resource's status as a word; what is not known is said as AWS says it. */
export const statusWords = (status: string): string => WORDS[status] ?? status;

type Seen = Pick<ServiceParts, "resources" | "service" | "tasks" | "group" | "alarms">;

/**
 * How one resource of the picture is: by its newest event in the run under way, else by its own status; services, groups
 * and alarms by what they do, once the stack has made them.
 */
export function nodeState(id: string, type: string, run: StackRun | undefined, seen: Seen): NodeState {
  const resource = seen.resources.data?.find(({ logicalId }) => logicalId === id);
  const span = run?.spans.find(({ logicalId }) => logicalId === id);
  const physicalId = resource?.physicalId ?? span?.physicalId;
  const status = span?.status ?? resource?.status;
  if (!status) return { tone: "muted", words: "not begun" };
  const tone = resourceTone(status);
  const own = tone === "bad" || status.startsWith("DELETE") ? undefined : ownWords(type, physicalId, seen);
  if (own && tone !== "busy") return { ...own, physicalId };
  const words = statusWords(status);
  return { tone, words: own ? `${words}: ${own.words}` : words, physicalId };
}

function ownWords(type: string, physicalId: string | undefined, seen: Seen): Omit<NodeState, "physicalId"> | undefined {
  if (type === "AWS::ECS::Service" && seen.service.data) {
    const { running, desired } = seen.service.data;
    return { tone: running >= desired ? "ok" : "warn", words: `${running} of ${desired} tasks running` };
  }
  if (type === "AWS::ElasticLoadBalancingV2::TargetGroup" && seen.service.data?.targetGroupArn === physicalId) {
    const live = (seen.tasks.data ?? []).filter(({ lastStatus }) => lastStatus === "RUNNING");
    const healthy = live.filter(({ health }) => health === "healthy").length;
    return {
      tone: healthy >= live.length && healthy > 0 ? "ok" : "warn",
      words: `${healthy} of ${live.length} healthy`,
    };
  }
  if (type === "AWS::AutoScaling::AutoScalingGroup" && seen.group.data) {
    const { inService, desired } = seen.group.data;
    return { tone: inService >= desired ? "ok" : "warn", words: `${inService} of ${desired} in service` };
  }
  const alarm = type === "AWS::CloudWatch::Alarm" && seen.alarms.data?.find(({ name }) => name === physicalId);
  // An alarm that drives scaling is a signal, never a fault.
  if (alarm) return { tone: "muted", words: alarm.state === "ALARM" ? "in alarm: scaling" : alarm.state.toLowerCase() };
  return undefined;
}
