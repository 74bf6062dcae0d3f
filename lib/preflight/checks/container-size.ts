import { isRecord, numberAt, valueAt } from "@/lib/templates/json-values";
import { filled, present } from "../fields";
import type { MadeResource } from "../resources";
import type { Check } from "../types";

const UNITS = 1_024;
/** What ECS's agent and the system keep; the registered memory is a little under what the type has. */
const KEPT_MIB = 32;

/** Memory and processor that a task asks an instance for: of the task, else of its containers together. */
function asked(resources: readonly MadeResource[] | undefined) {
  const task = resources?.find(({ type }) => type === "AWS::ECS::TaskDefinition");
  const list = valueAt(task?.properties, "ContainerDefinitions");
  const containers = (Array.isArray(list) ? list : []).filter(isRecord);
  const sum = (key: string, otherwise?: string) =>
    containers.reduce(
      (total, one) => total + (numberAt(one, key) ?? (otherwise ? (numberAt(one, otherwise) ?? 0) : 0)),
      0,
    );
  return {
    memory: numberAt(task?.properties, "Memory") ?? sum("MemoryReservation", "Memory"),
    cpu: numberAt(task?.properties, "Cpu") ?? sum("Cpu"),
    daemon: resources?.some(
      ({ type, properties }) => type === "AWS::ECS::Service" && valueAt(properties, "SchedulingStrategy") === "DAEMON",
    ),
  };
}

/** The task fits on one instance; one that asks for more is never placed, and the service waits for ever. */
export const containerSize: Check = {
  id: "container-size",
  title: "Task fits an instance",
  fields: (input) => present(input.form.roles.scaling.type),
  depends: ({ resources }) => asked(resources),
  applies: (input) => filled(input, input.form.roles.scaling.type) !== undefined && asked(input.resources).memory > 0,
  async run(input, world) {
    const type = filled(input, input.form.roles.scaling.type) ?? "";
    const facts = await world.instanceType(type);
    if (!facts) return undefined;
    const { memory, cpu, daemon } = asked(input.resources);
    const has = `${type} has ${facts.vcpus} vCPU and ${facts.memoryMiB / 1_024} GiB`;
    if (memory > facts.memoryMiB - KEPT_MIB || cpu > facts.vcpus * UNITS) {
      return {
        status: "fail",
        title: "Task fits no instance",
        evidence: `It asks for ${cpu} CPU units and ${memory} MiB; ${has}.`,
        fix: { label: "Choose a larger instance type." },
      };
    }
    const share = daemon ? "One container has each instance: up to" : "Each task may use";
    return { status: "pass", title: this.title, evidence: `${share} ${memory} MiB; ${has}.` };
  },
};
