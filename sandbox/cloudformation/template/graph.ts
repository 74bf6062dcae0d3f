import { invalid } from "../errors";

/** For each node the nodes it needs first. Names outside the graph are ignored. */
export type Graph = Readonly<Record<string, readonly string[]>>;

/** Dependencies before dependants, otherwise in the given order. Throws CloudFormation's text on a cycle. */
export function inOrder(graph: Graph): string[] {
  const left = new Map(Object.entries(graph).map(([id, needs]) => [id, needs.filter((n) => Object.hasOwn(graph, n))]));
  const order: string[] = [];
  while (left.size > 0) {
    const ready = [...left].filter(([, needs]) => needs.every((need) => !left.has(need))).map(([id]) => id);
    if (ready.length === 0) {
      throw invalid(`Circular dependency between resources: [${onCycles(left).join(", ")}]`);
    }
    for (const id of ready) left.delete(id);
    order.push(...ready);
  }
  return order;
}

/** The nodes that remain when everything that merely depends on a cycle is peeled off too. */
function onCycles(left: ReadonlyMap<string, readonly string[]>): string[] {
  const names = new Set(left.keys());
  for (let size = -1; size !== names.size; ) {
    size = names.size;
    const needed = new Set([...names].flatMap((id) => left.get(id) ?? []));
    for (const id of names) if (!needed.has(id)) names.delete(id);
  }
  return [...names].sort();
}
