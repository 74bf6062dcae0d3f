import { isSlipwayError } from "@/lib/errors";
import { certificate } from "./checks/certificate";
import { containerSize } from "./checks/container-size";
import { cost } from "./checks/cost";
import { hostedZone } from "./checks/hosted-zone";
import { imageArchitecture } from "./checks/image-architecture";
import { imageExists } from "./checks/image-exists";
import { imagePort } from "./checks/image-port";
import { instanceType } from "./checks/instance-type";
import { ipv6Blocks } from "./checks/ipv6-blocks";
import { keyPair } from "./checks/key-pair";
import { logGroup } from "./checks/log-group";
import { machineImage } from "./checks/machine-image";
import { movingTag } from "./checks/moving-tag";
import { nameFree } from "./checks/name-free";
import { names } from "./checks/names";
import { openSsh } from "./checks/open-ssh";
import { permissions } from "./checks/permissions";
import { publicSubnets } from "./checks/public-subnets";
import { target } from "./checks/target";
import { taskSize } from "./checks/task-size";
import { thresholds } from "./checks/thresholds";
import { vcpuQuota } from "./checks/vcpu-quota";
import { zones } from "./checks/zones";
import type { Check, CheckResult, PreflightInput, PreflightWorld } from "./types";
import { askOnce } from "./world-once";

/** All checks, in the order in which they are shown. */
export const CHECKS: readonly Check[] = [
  nameFree,
  logGroup,
  names,
  imageExists,
  imageArchitecture,
  movingTag,
  imagePort,
  publicSubnets,
  zones,
  instanceType,
  machineImage,
  containerSize,
  taskSize,
  vcpuQuota,
  thresholds,
  target,
  certificate,
  hostedZone,
  ipv6Blocks,
  keyPair,
  openSsh,
  permissions,
  cost,
];

export interface PreflightOptions {
  /** After this many ms a check that still waits for AWS is `unknown`. */
  readonly deadlineMs?: number;
  readonly checks?: readonly Check[];
}

const DEADLINE_MS = 8_000;

/**
 * Runs the checks that apply, all at once, each AWS question asked once. Never throws: a check that cannot run is
 * `unknown`, with the reason, and blocks nothing.
 */
export async function runPreflight(
  input: PreflightInput,
  world: PreflightWorld,
  { deadlineMs = DEADLINE_MS, checks = CHECKS }: PreflightOptions = {},
): Promise<CheckResult[]> {
  const shared = askOnce(world);
  const results = await Promise.all(
    checks
      .filter((check) => check.applies(input))
      .map(async (check): Promise<CheckResult | undefined> => {
        const { id, title } = check;
        const fields = check.fields(input);
        try {
          const outcome = await within(deadlineMs, async () => check.run(input, shared));
          return outcome && { id, fields, ...outcome };
        } catch (error) {
          return { id, fields, title, status: "unknown", evidence: reason(error) };
        }
      }),
  );
  return results.filter((result) => result !== undefined);
}

/** True when nothing is known to be wrong: unknown and warnings do not block. */
export const mayProceed = (results: readonly CheckResult[]): boolean =>
  results.every((result) => result.status !== "fail");

function within<T>(ms: number, run: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Late(ms)), ms);
    run()
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}

class Late extends Error {
  constructor(readonly ms: number) {
    super(`AWS did not answer within ${Math.round(ms / 1000)} s.`);
  }
}

function reason(error: unknown): string {
  if (error instanceof Late) return error.message;
  if (!isSlipwayError(error)) return "It could not be looked up.";
  const { message, details } = error;
  return details.api === undefined || message.includes(details.api) ? message : `${details.api}: ${message}`;
}
