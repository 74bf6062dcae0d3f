import type { Tone } from "@/lib/stacks/types";

interface Words {
  readonly tone: Tone;
  readonly words: string;
  readonly detail?: string;
}

/** How many, and the tasks named in brackets: "(task a) (task b)". */
const tasksIn = (text: string): string =>
  [...text.matchAll(/\(task (\w+)\)/g)].map(([, id]) => id?.slice(0, 8)).join(", ");
const count = (n: string | undefined, one: string): string => `${n} ${n === "1" ? one : `${one}s`}`;

/**
 * ECS's usual sentences in fewer words. Patterns are of what follows "(service x) " (texts: Amazon ECS Developer Guide,
 * "Amazon ECS service event messages"); what is not here is shown as ECS wrote it.
 */
const KNOWN: readonly (readonly [RegExp, (found: RegExpExecArray, text: string) => Words])[] = [
  [/^has reached a steady state/, () => ({ tone: "ok", words: "Steady state", detail: "service event" })],
  [/deployment completed/, () => ({ tone: "ok", words: "ECS completed the deployment" })],
  [
    /^has started (\d+) tasks/,
    ([, n], text) => ({ tone: "muted", words: `Started ${count(n, "task")}`, detail: tasksIn(text) }),
  ],
  [
    /^has stopped (\d+) running tasks/,
    ([, n], text) => ({ tone: "muted", words: `Stopped ${count(n, "task")}`, detail: tasksIn(text) }),
  ],
  [
    /^has begun draining connections on (\d+) tasks/,
    ([, n]) => ({ tone: "muted", words: `Draining ${count(n, "task")}` }),
  ],
  [
    /^registered (\d+) targets in/,
    ([, n]) => ({ tone: "muted", words: `${count(n, "target")} registered`, detail: "with the load balancer" }),
  ],
  [
    /^deregistered (\d+) targets in/,
    ([, n]) => ({ tone: "muted", words: `${count(n, "target")} taken from the load balancer` }),
  ],
];

const FAILURE = /unable|unhealthy|failed|error|rolled back|rolling back|circuit/i;

/** What a service event says, and how much it needs a person. */
export function serviceEventWords(message: string): Words {
  const text = message.replace(/^\(service [^)]*\)\s*/, "");
  if (!FAILURE.test(text)) {
    for (const [pattern, words] of KNOWN) {
      const found = pattern.exec(text);
      if (found) return words(found, text);
    }
  }
  const words = text.charAt(0).toUpperCase() + text.slice(1);
  return { tone: FAILURE.test(text) ? "bad" : "muted", words };
}
