import { page } from "../../services/paging";
import type { CallContext, InputOf } from "../../wire/handler";
import { invalid } from "../errors";
import { importersOf } from "../outputs";
import { regionOf } from "../state";
import type { Tools } from "../tools";

const badToken = () => invalid("The specified NextToken is invalid.");

/** Every export of the Region's living stacks. */
function exportsOf(tools: Tools, ctx: CallContext) {
  const region = regionOf(tools.kernel, ctx);
  return Object.values(region.names).flatMap((id) =>
    (region.stacks[id]?.outputs ?? []).flatMap((output) =>
      output.exportName === undefined ? [] : [{ ExportingStackId: id, Name: output.exportName, Value: output.value }],
    ),
  );
}

export function listExports(tools: Tools, ctx: CallContext, input: InputOf<"cloudformation", "ListExports">) {
  const { items, nextToken } = page(exportsOf(tools, ctx), input.NextToken, 100, badToken);
  return { Exports: items, ...(nextToken === undefined ? {} : { NextToken: nextToken }) };
}

export function listImports(tools: Tools, ctx: CallContext, input: InputOf<"cloudformation", "ListImports">) {
  const name = input.ExportName ?? "";
  const exported = exportsOf(tools, ctx).find((one) => one.Name === name);
  const users = exported ? importersOf(tools, { stackId: exported.ExportingStackId }, name) : [];
  if (users.length === 0) throw invalid(`Export '${name}' is not imported by any stack.`);
  const { items, nextToken } = page(users, input.NextToken, 100, badToken);
  return { Imports: items, ...(nextToken === undefined ? {} : { NextToken: nextToken }) };
}
