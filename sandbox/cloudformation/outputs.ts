import type { Deployment } from "./deployment";
import { invalid } from "./errors";
import { type OutputRecord, placeOfStack, regionOf, type StackRecord } from "./state";
import { evaluate } from "./template/evaluate";
import { stripped } from "./template/model";
import type { Tools } from "./tools";

/** The stack's outputs, in the template's order. Throws when an export's name is taken or a used export would go. */
export function evaluateOutputs(tools: Tools, stack: StackRecord, deployment: Deployment): OutputRecord[] {
  const outputs: OutputRecord[] = [];
  for (const spec of Object.values(deployment.template.outputs)) {
    if (spec.condition !== undefined && !deployment.scope.conditions[spec.condition]) continue;
    const value = evaluate(spec.value, deployment.scope);
    if (value === undefined) continue;
    const name = spec.exportName === undefined ? undefined : evaluate(spec.exportName, deployment.scope);
    outputs.push(
      stripped({
        key: spec.name,
        value: Array.isArray(value) ? value.join(",") : String(value),
        description: spec.description,
        exportName: name === undefined ? undefined : String(name),
      }),
    );
  }
  for (const output of outputs) {
    const holder = output.exportName === undefined ? undefined : exporterOf(tools, stack, output.exportName);
    if (holder && holder.stackId !== stack.stackId) {
      throw invalid(`Export with name ${output.exportName} is already exported by stack ${holder.name}`);
    }
  }
  for (const old of stack.outputs) {
    if (old.exportName === undefined) continue;
    const user = importersOf(tools, stack, old.exportName)[0];
    const now = outputs.find((output) => output.exportName === old.exportName);
    if (!user || now?.value === old.value) continue;
    throw invalid(`Export ${old.exportName} cannot be ${now ? "updated" : "deleted"} as it is in use by ${user}`);
  }
  return outputs;
}

const living = (tools: Tools, stack: Pick<StackRecord, "stackId">): StackRecord[] => {
  const region = regionOf(tools.kernel, placeOfStack(stack.stackId));
  return Object.values(region.names).flatMap((id) => region.stacks[id] ?? []);
};

const exporterOf = (tools: Tools, stack: StackRecord, name: string): StackRecord | undefined =>
  living(tools, stack).find((other) => other.outputs.some((output) => output.exportName === name));

/** Names of the stacks that import a name. */
export const importersOf = (tools: Tools, stack: Pick<StackRecord, "stackId">, name: string): string[] =>
  living(tools, stack).flatMap((other) => (other.imports.includes(name) ? other.name : []));
