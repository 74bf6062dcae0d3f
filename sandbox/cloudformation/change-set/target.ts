import { createHash } from "node:crypto";
import type { Target } from "../api/accept";
import { placeOfStack, regionOf } from "../state";
import type { Tools } from "../tools";
import type { ChangeSetRecord } from "./record";

/**
 * A target as change sets store it: its template is kept once, however many change sets bring it. The whole state is
 * written to disk before a change is acknowledged, so it has to stay small.
 */
export function keepTarget(tools: Tools, stackId: string, target: Target): Target {
  const key = createHash("sha256").update(target.template).digest("base64");
  regionOf(tools.kernel, placeOfStack(stackId)).texts[key] = target.template;
  return { ...target, template: key };
}

/** What the change set makes of the stack, whole again. */
export function targetOf(tools: Tools, record: ChangeSetRecord): Target {
  const { texts } = regionOf(tools.kernel, placeOfStack(record.stackId));
  return { ...record.target, template: texts[record.target.template] ?? "" };
}
