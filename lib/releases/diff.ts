import type { Release, ReleaseDiff } from "./types";

/** What differs from `before` to `after`, parameters by name. Pure: dialogs use it too. */
export function diffReleases(before: Release, after: Release): ReleaseDiff {
  const keys = [...new Set([...Object.keys(before.parameters), ...Object.keys(after.parameters)])].sort();
  return {
    templateChanged: before.templateSha256 !== after.templateSha256,
    parameters: keys
      .filter((key) => before.parameters[key] !== after.parameters[key])
      .map((key) => ({ key, before: before.parameters[key], after: after.parameters[key] })),
    digestChanged: before.digest !== undefined && after.digest !== undefined && before.digest !== after.digest,
    keptSecrets: [...new Set([...before.secretParameters, ...after.secretParameters])].sort(),
  };
}

/** The newest release that has what the stack has now; without one, the newest of all. `stack` is name → value. */
export function currentRelease(
  releases: readonly Release[],
  stack: Readonly<Record<string, string>>,
): Release | undefined {
  const same = releases.find(
    (release) =>
      release.outcome !== "running" &&
      release.outcome !== "rolled_back" &&
      Object.entries(release.parameters).every(([key, value]) => stack[key] === value) &&
      Object.keys(stack).every((key) => key in release.parameters || release.secretParameters.includes(key)),
  );
  return same ?? releases[0];
}
