import "server-only";
import { scalingGroups } from "@/lib/aws/auto-scaling";
import type { AwsContext } from "@/lib/aws/client";
import { listStacks, stackResources } from "@/lib/aws/cloudformation";
import { describeAlarms } from "@/lib/aws/cloudwatch";
import { type DescribedService, describeServices } from "@/lib/aws/ecs";
import { isSlipwayError } from "@/lib/errors";
import { alarmsByOwner } from "@/lib/scaling/alarms-of";
import type { Alarm, ScalingGroup } from "@/lib/scaling/types";
import { STACK_STATUS } from "@/lib/stacks/status";
import type { StackFacts } from "@/lib/stacks/types";
import { createFleetCpu, type FleetCpu, readFleetCpu } from "./fleet-cpu";
import { fleetRow } from "./fleet-row";
import { holdsService, type Located, locateService } from "./locate";
import { definitionsOf } from "./read";
import type { FleetRow } from "./types";
import { mainContainer } from "./version";

/** As many as the budget lets through at once, and a few. */
const STACKS_A_RUN = 20;

interface KnownStack {
  readonly key: string;
  readonly where: Located | null;
  readonly meant: boolean;
}

/** What the fleet remembers between two looks at one account and Region. */
export interface FleetMemory {
  /** Which service a stack holds changes only with the stack. */
  readonly stacks: Map<string, KnownStack>;
  readonly cpu: FleetCpu;
  /** Last answers, kept where an API fails. */
  readonly last: { services?: Map<string, DescribedService>; groups?: ScalingGroup[]; alarms?: Alarm[] };
  /** False while stacks are left that were not looked into yet: the next run goes on with them. */
  complete: boolean;
  /** What kept the last look from being whole. */
  caveat: unknown;
}

export const createFleetMemory = (): FleetMemory => ({
  stacks: new Map(),
  cpu: createFleetCpu(),
  last: {},
  complete: true,
  caveat: undefined,
});

/**
 * Every service of one account and Region, in few calls: lists are read whole, services ten at a time. Rejects only
 * when the stacks cannot be listed; any other API that fails costs its columns, and `memory.caveat` names it.
 */
export async function fleetRows(ctx: AwsContext, memory: FleetMemory): Promise<FleetRow[]> {
  memory.caveat = undefined;
  const stacks = await listStacks(ctx);
  const known = await resolve(ctx, stacks, memory);
  const located = stacks.flatMap((stack) => known.get(stack.stackId)?.where ?? []);
  const some = located.length > 0;
  const [services, groups, alarms] = await Promise.all([
    kept(memory, "services", () => byCluster(ctx, located)),
    kept(memory, "groups", async () => (some ? scalingGroups(ctx) : [])),
    kept(memory, "alarms", async () => (some ? describeAlarms(ctx) : [])),
    readFleetCpu(ctx, located, memory.cpu).catch((error) => {
      memory.caveat ??= error;
    }),
  ]);
  const definitions = await definitionsOf(
    ctx,
    [...(services?.values() ?? [])].map((service) => service.facts.taskDefinition),
  );
  const alarmsOf = alarms && alarmsByOwner(alarms);
  const groupByName = new Map(groups?.map((group) => [group.name, group]));
  return stacks.flatMap((stack) => {
    const found = known.get(stack.stackId);
    if (!found?.meant && !isOurs(stack)) return [];
    const where = found?.where ?? null;
    const service = where ? (services?.get(where.serviceArn)?.facts ?? null) : null;
    const containers = service ? (definitions.get(service.taskDefinition)?.containers ?? []) : [];
    return [
      fleetRow({
        place: ctx,
        stack,
        where,
        service,
        serviceKnown: services !== null,
        image: mainContainer(containers)?.image,
        group: where?.groups[0] ? (groupByName.get(where.groups[0]) ?? null) : null,
        alarms: alarmsOf && (where ? alarmsOf(where) : []),
        cpu: (where && memory.cpu.points.get(where.serviceArn)) ?? [],
      }),
    ];
  });
}

/** The answer, or the last one when there is none now; null before the first. */
async function kept<K extends keyof FleetMemory["last"]>(
  memory: FleetMemory,
  name: K,
  read: () => Promise<FleetMemory["last"][K]>,
): Promise<NonNullable<FleetMemory["last"][K]> | null> {
  try {
    memory.last[name] = await read();
  } catch (error) {
    memory.caveat ??= error;
  }
  return memory.last[name] ?? null;
}

/** What Slipway launched is on the page from its first second, before its service is made, and also without one. */
const isOurs = (stack: StackFacts): boolean => stack.tags.some(({ key }) => key.startsWith("slipway"));

/**
 * Stacks whose status or time changed are looked into again; the rest is remembered. Some at a time, so that with
 * thousands the first rows are there at once.
 */
async function resolve(
  ctx: AwsContext,
  stacks: readonly StackFacts[],
  memory: FleetMemory,
): Promise<ReadonlyMap<string, KnownStack>> {
  const present = new Set(stacks.map((stack) => stack.stackId));
  for (const id of memory.stacks.keys()) if (!present.has(id)) memory.stacks.delete(id);
  const changed = stacks.filter(
    (stack) => memory.stacks.get(stack.stackId)?.key !== keyOf(stack) || STACK_STATUS[stack.status].moving,
  );
  // Those never seen first: a stack that moves all the time must not keep others off the page.
  changed.sort((a, b) => Number(memory.stacks.has(a.stackId)) - Number(memory.stacks.has(b.stackId)));
  memory.complete = changed.length <= STACKS_A_RUN;
  await Promise.all(
    changed.slice(0, STACKS_A_RUN).map(async (stack) => {
      const resources = await stackResources(ctx, stack.stackId);
      const known = { key: keyOf(stack), where: locateService(resources), meant: holdsService(resources) };
      memory.stacks.set(stack.stackId, known);
    }),
  );
  return memory.stacks;
}

const keyOf = (stack: StackFacts): string => `${stack.status}/${stack.updatedAt ?? stack.createdAt}`;

async function byCluster(ctx: AwsContext, located: readonly Located[]): Promise<Map<string, DescribedService>> {
  const clusters = new Map<string, string[]>();
  for (const { cluster, service } of located) clusters.set(cluster, [...(clusters.get(cluster) ?? []), service]);
  const found = await Promise.all(
    [...clusters].map(([cluster, services]) =>
      describeServices(ctx, cluster, services).catch((error) => {
        // A cluster somebody just deleted has no services.
        if (isSlipwayError(error) && error.details.awsCode === "ClusterNotFoundException") return [];
        throw error;
      }),
    ),
  );
  return new Map(found.flat().map((service) => [service.facts.serviceArn, service]));
}
