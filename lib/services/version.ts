import { splitImage } from "@/lib/templates/image";
import type { RunningVersion, Task } from "./types";

const SHORT_DIGEST = 12;

/** What people call an image's version: its tag, else its short digest, else "latest" as Docker reads it. */
export function versionOf(image: string): string {
  const parts = splitImage(image);
  if (parts?.tag) return parts.tag;
  const digest = parts?.digest?.split(":").at(-1);
  return digest ? digest.slice(0, SHORT_DIGEST) : "latest";
}

interface WithPorts {
  readonly name: string;
  readonly essential: boolean;
  readonly ports: readonly unknown[];
}

/** The container a service's version is read from: the essential one that listens, else the first essential one. */
export function mainContainer<C extends WithPorts>(containers: readonly C[]): C | undefined {
  const essential = containers.filter((container) => container.essential);
  return essential.find((container) => container.ports.length > 0) ?? essential[0] ?? containers[0];
}

/** Which versions run: tasks that are RUNNING, by version and digest, most tasks first. */
export function runningVersions(tasks: readonly Task[]): RunningVersion[] {
  const counts = new Map<string, RunningVersion>();
  for (const task of tasks) {
    if (task.lastStatus !== "RUNNING" || task.desiredStatus === "STOPPED" || !task.version) continue;
    const key = `${task.version}@${task.digest ?? ""}`;
    counts.set(key, { version: task.version, digest: task.digest, tasks: (counts.get(key)?.tasks ?? 0) + 1 });
  }
  return [...counts.values()].sort((a, b) => b.tasks - a.tasks || a.version.localeCompare(b.version));
}

/** One tag that names two digests: somebody pushed over it. */
export function movedTags(versions: readonly RunningVersion[]): string[] {
  const digests = new Map<string, Set<string>>();
  for (const { version, digest } of versions) {
    if (digest) digests.set(version, (digests.get(version) ?? new Set()).add(digest));
  }
  return [...digests].flatMap(([version, seen]) => (seen.size > 1 ? [version] : []));
}
