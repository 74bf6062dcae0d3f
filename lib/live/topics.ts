import type { Place, StackRef } from "@/lib/place";
import { stackNameProblem } from "@/lib/templates/values";

/** What a log topic shows: everything, one container's lines, one task's, or those that hold a text. */
export interface LogFilter {
  readonly container?: string;
  /** A task id: the last part of its log stream's name. */
  readonly task?: string;
  /** Case-insensitive plain text. */
  readonly text?: string;
}

export type Topic =
  | { readonly kind: "fleet" }
  | { readonly kind: "budget" }
  | { readonly kind: "service"; readonly ref: StackRef }
  | { readonly kind: "logs"; readonly ref: StackRef; readonly filter: LogFilter };

export const FLEET_TOPIC = "fleet";
export const BUDGET_TOPIC = "budget";

const path = (ref: StackRef): string => [ref.account, ref.region, ref.stack].map(encodeURIComponent).join("/");

/** `service/<account>/<region>/<stack>`, each part percent-encoded. */
export const serviceTopic = (ref: StackRef): string => `service/${path(ref)}`;

/** `logs/<account>/<region>/<stack>[?container=&task=&text=]`: the same filter always gives the same name. */
export function logsTopic(ref: StackRef, filter: LogFilter = {}): string {
  const query = new URLSearchParams();
  if (filter.container) query.set("container", filter.container);
  if (filter.task) query.set("task", filter.task);
  if (filter.text) query.set("text", filter.text);
  const search = query.toString();
  return `logs/${path(ref)}${search && `?${search}`}`;
}

const MAX_TOPIC_LENGTH = 1_000;

/** The topic a name stands for, or null when it is none: names come from a browser. */
export function parseTopic(name: string): Topic | null {
  if (name === FLEET_TOPIC) return { kind: "fleet" };
  if (name === BUDGET_TOPIC) return { kind: "budget" };
  if (name.length > MAX_TOPIC_LENGTH) return null;
  const [head = "", search = ""] = name.split("?", 2);
  const [kind, ...encoded] = head.split("/");
  if (encoded.length !== 3) return null;
  let parts: string[];
  try {
    parts = encoded.map(decodeURIComponent);
  } catch {
    return null;
  }
  const [account = "", region = "", stack = ""] = parts;
  if (!account || !region || stackNameProblem(stack)) return null;
  const ref = { account, region, stack };
  if (kind === "service" && !search) return { kind, ref };
  if (kind !== "logs") return null;
  const query = new URLSearchParams(search);
  const read = (key: string) => query.get(key) || undefined;
  return { kind, ref, filter: { container: read("container"), task: read("task"), text: read("text") } };
}

/** The account and Region a topic reads from; null for those over all of them. */
export const topicPlace = (topic: Topic): Place | null => ("ref" in topic ? topic.ref : null);
