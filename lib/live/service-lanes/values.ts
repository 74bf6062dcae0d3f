import "server-only";
import type { AwsContext } from "@/lib/aws/client";
import { type PublicError, SlipwayError } from "@/lib/errors";
import { ENDED } from "@/lib/operations/types";
import type { StackRef } from "@/lib/place";
import { type Located, locateService } from "@/lib/services/locate";
import { STACK_STATUS } from "@/lib/stacks/status";
import type { StateAccess } from "../state-topic";
import type { Part, ServiceParts } from "../types";

type DataOf<P> = P extends Part<infer T> ? T : never;

/** A service topic's parts as its lanes see them. */
export interface ServiceValues {
  get<K extends keyof ServiceParts>(part: K): DataOf<ServiceParts[K]> | null;
  error(part: keyof ServiceParts): PublicError | null;
  known(part: keyof ServiceParts): boolean;
  /** True while a stack operation or deployment is under way: lanes then run each second. */
  moving(): boolean;
  /** The stack's service; null when it has none; throws the reason when that cannot be known. */
  located(): Located | null | undefined;
}

export interface LaneContext {
  readonly context: AwsContext;
  readonly ref: StackRef;
  readonly values: ServiceValues;
}

/** The pace while something moves, and while nothing does (ms). */
export const MOVING_MS = 1_000;
export const pace = (values: ServiceValues, idleMs: number): number => (values.moving() ? MOVING_MS : idleMs);

export function valuesOf(access: StateAccess): ServiceValues {
  let from: unknown;
  let where: Located | null = null;
  const get = <K extends keyof ServiceParts>(part: K) => access.value(part) as DataOf<ServiceParts[K]> | null;
  return {
    get,
    error: (part) => access.error(part),
    known: (part) => access.known(part),
    moving() {
      const status = get("stack")?.status;
      if (status && STACK_STATUS[status].moving) return true;
      const operation = get("operation");
      if (operation && !ENDED.includes(operation.state)) return true;
      return get("service")?.deployments.some((deployment) => deployment.rollout === "IN_PROGRESS") ?? false;
    },
    located() {
      const resources = get("resources");
      if (!resources) {
        const error = access.error("resources");
        if (error) throw new SlipwayError(error.code, error.message, error.details);
        return undefined;
      }
      if (resources !== from) {
        from = resources;
        where = locateService(resources);
      }
      return where;
    },
  };
}
