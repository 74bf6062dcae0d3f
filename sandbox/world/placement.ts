import type { PlacementConstraint, PlacementStrategy } from "@aws-sdk/client-ecs";
import type { ContainerInstance, TaskDefinition } from "./ecs-records";
import { reservedBy } from "./task-containers";

/** What is left of an instance. */
export interface Room {
  cpuUnits: number;
  memoryMiB: number;
  ports: Set<number>;
}

/** What a task takes of an instance; `ports` are the host ports it insists on. */
export interface Need {
  readonly cpuUnits: number;
  readonly memoryMiB: number;
  readonly ports: readonly number[];
}

export function needOf(definition: TaskDefinition): Need {
  const mode = definition.spec.networkMode;
  const mappings = (definition.spec.containerDefinitions ?? []).flatMap((container) => container.portMappings ?? []);
  const wanted = mappings.map((mapping) => (mode === "host" ? mapping.containerPort : mapping.hostPort) ?? 0);
  return { ...reservedBy(definition), ports: mode === "awsvpc" ? [] : wanted.filter((port) => port > 0) };
}

/** Why a task does not fit, in the words of the service event; undefined when it does. Source: aws-facts.md 2.1. */
export function obstacleIn(room: Room, need: Need): string | undefined {
  if (need.cpuUnits > room.cpuUnits) return "has insufficient CPU units available";
  if (need.memoryMiB > room.memoryMiB) return "has insufficient memory available";
  if (need.ports.some((port) => room.ports.has(port))) return "is already using a port required by your task";
  return undefined;
}

export function occupy(room: Room, need: Need): void {
  room.cpuUnits -= need.cpuUnits;
  room.memoryMiB -= need.memoryMiB;
  for (const port of need.ports) room.ports.add(port);
}

type Attribute = (host: ContainerInstance) => string;

const ATTRIBUTES: Readonly<Record<string, Attribute>> = {
  "ecs.availability-zone": (host) => host.zone,
  "ecs.instance-type": (host) => host.type,
  "ecs.os-type": () => "linux",
};

/** One clause of the cluster query language: `attribute:NAME == value`, `!=`, `=~` with `*`, `in [a, b]`, `exists`. */
function clause(text: string): ((host: ContainerInstance) => boolean) | undefined {
  const [, name = "", operator = "", rest = ""] =
    /^\s*attribute:([\w.-]+)\s+(==|!=|=~|in|not_in|exists|!exists)\s*(.*?)\s*$/.exec(text) ?? [];
  const read = Object.hasOwn(ATTRIBUTES, name) ? ATTRIBUTES[name] : undefined;
  if (!operator) return undefined;
  if (operator === "exists" || operator === "!exists") return () => (read !== undefined) === (operator === "exists");
  const listed = rest
    .replace(/^\[|\]$/g, "")
    .split(",")
    .map((item) => item.trim());
  const pattern = new RegExp(
    `^${rest
      .split("*")
      .map((part) => part.replace(/[^\w-]/g, "\\$&"))
      .join(".*")}$`,
  );
  return (host) => {
    const value = read?.(host);
    if (operator === "==") return value === rest;
    if (operator === "!=") return value !== rest;
    if (operator === "=~") return value !== undefined && pattern.test(value);
    return (value !== undefined && listed.includes(value)) === (operator === "in");
  };
}

/**
 * A `memberOf` expression as a test of instances: clauses joined by `and`. Undefined for one the sandbox cannot read.
 * Source: ECS cluster query language.
 */
export function memberOf(expression: string): ((host: ContainerInstance) => boolean) | undefined {
  const clauses = expression.split(/\s+and\s+|\s*&&\s*/).map(clause);
  if (clauses.some((one) => one === undefined)) return undefined;
  return (host) => clauses.every((one) => one?.(host) === true);
}

/** Which instances a service's and its task definition's constraints leave. */
export function allowed(constraints: readonly PlacementConstraint[]): (host: ContainerInstance) => boolean {
  const tests = constraints.flatMap(({ type, expression }) =>
    type === "memberOf" && expression ? [memberOf(expression) ?? (() => false)] : [],
  );
  return (host) => tests.every((test) => test(host));
}

/** What an instance has of the service, and has left. */
export interface Candidate {
  readonly host: ContainerInstance;
  readonly room: Room;
  /** Tasks of the service on it, those just planned included. */
  tasks: number;
}

/** ECS's own choice where a service names no strategy: even over zones, then over instances. */
const DEFAULT: readonly PlacementStrategy[] = [
  { type: "spread", field: "attribute:ecs.availability-zone" },
  { type: "spread", field: "instanceId" },
];

/** The best of the instances that have room: each strategy decides where the one before leaves a tie. */
export function choose(
  candidates: readonly Candidate[],
  strategies: readonly PlacementStrategy[],
): Candidate | undefined {
  const inZone = new Map<string, number>();
  for (const { host, tasks } of candidates) inZone.set(host.zone, (inZone.get(host.zone) ?? 0) + tasks);
  const rank = ({ type, field }: PlacementStrategy, one: Candidate): number => {
    if (type === "binpack") return field?.toLowerCase() === "cpu" ? one.room.cpuUnits : one.room.memoryMiB;
    if (type !== "spread") return 0;
    return field === "attribute:ecs.availability-zone" ? (inZone.get(one.host.zone) ?? 0) : one.tasks;
  };
  const order = strategies.length > 0 ? strategies : DEFAULT;
  let best: Candidate | undefined;
  for (const one of candidates) {
    const difference =
      best === undefined ? -1 : firstDifference(order, (by) => rank(by, one) - rank(by, best as Candidate));
    if (difference < 0) best = one;
  }
  return best;
}

function firstDifference<T>(items: readonly T[], of: (item: T) => number): number {
  for (const item of items) {
    const difference = of(item);
    if (difference !== 0) return difference;
  }
  return 0;
}
