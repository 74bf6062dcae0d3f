import { recordAt, textAt, valueAt } from "@/lib/templates/json-values";
import type { MadeResource } from "../resources";
import type { Check } from "../types";

/** MiB from, to and by, for each number of CPU units. Source: "Task CPU and memory", Amazon ECS developer guide (Fargate). */
const MEMORY: Readonly<Record<number, readonly [from: number, to: number, by: number]>> = {
  256: [512, 2_048, 512],
  512: [1_024, 4_096, 1_024],
  1024: [2_048, 8_192, 1_024],
  2048: [4_096, 16_384, 1_024],
  4096: [8_192, 30_720, 1_024],
  8192: [16_384, 61_440, 4_096],
  16384: [32_768, 122_880, 8_192],
};
const GIB = 1_024;

/** CPU units of "256", ".25 vCPU"; MiB of "512", "0.5 GB". */
function units(text: string | undefined, each: number): number | undefined {
  const [, amount, unit] = /^\s*(\d*\.?\d+)\s*(vcpu|gb)?\s*$/i.exec(text ?? "") ?? [];
  return amount === undefined ? undefined : Number(amount) * (unit ? each : 1);
}

/** Processor and memory of the task that runs on Fargate, as the template and the values give them. */
export function fargateTask(resources: readonly MadeResource[] | undefined) {
  const task = resources?.find(({ type, properties }) => {
    const wanted = valueAt(properties, "RequiresCompatibilities");
    return type === "AWS::ECS::TaskDefinition" && Array.isArray(wanted) && wanted.includes("FARGATE");
  });
  const cpu = units(textAt(task?.properties, "Cpu"), GIB);
  const memory = units(textAt(task?.properties, "Memory"), GIB);
  if (cpu === undefined || memory === undefined) return undefined;
  return { cpu, memory, arm: textAt(recordAt(task?.properties, "RuntimePlatform"), "CpuArchitecture") === "ARM64" };
}

/** Fargate sells only certain pairs of processor and memory; another is refused when the service starts. */
export const taskSize: Check = {
  id: "task-size",
  title: "Task size",
  fields: ({ form }) => form.fields.filter(({ name }) => /size|cpu$|memory/i.test(name)).map(({ name }) => name),
  depends: ({ resources }) => fargateTask(resources),
  applies: ({ resources }) => fargateTask(resources) !== undefined,
  run({ resources }) {
    const task = fargateTask(resources);
    if (!task) return undefined;
    const written = `${task.cpu / GIB} vCPU with ${task.memory / GIB} GiB`;
    const range = MEMORY[task.cpu];
    if (!range) {
      const known = Object.keys(MEMORY).map((cpu) => String(Number(cpu) / GIB));
      return {
        status: "warn",
        title: "Task size not known",
        evidence: `Slipway knows Fargate tasks of ${known.join(", ")} vCPU, not of ${task.cpu / GIB}.`,
      };
    }
    const [from, to, by] = range;
    // The smallest comes with 0.5, 1 or 2 GiB.
    const pairs = task.cpu === 256 ? [512, 1_024, 2_048].includes(task.memory) : (task.memory - from) % by === 0;
    if (!pairs || task.memory < from || task.memory > to) {
      return {
        status: "fail",
        title: "Fargate has no such size",
        evidence: `${written}: with ${task.cpu / GIB} vCPU come ${from / GIB} to ${to / GIB} GiB, in steps of ${by / GIB}.`,
        fix: { label: "Choose another pair." },
      };
    }
    return { status: "pass", title: this.title, evidence: `${written} a task.` };
  },
};
