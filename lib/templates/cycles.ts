/**
 * The first circle in a graph, as the names in the order in which they point to each other, or undefined.
 * `edges` maps each name to those it waits for; names that are no keys are ignored. Without recursion, so that a chain of
 * any length is fine.
 */
export function findCircle(edges: ReadonlyMap<string, ReadonlySet<string>>): string[] | undefined {
  const done = new Set<string>();
  for (const start of edges.keys()) {
    if (done.has(start)) continue;
    const path: string[] = [];
    const onPath = new Map<string, number>();
    const open: Iterator<string>[] = [];
    const enter = (name: string): void => {
      onPath.set(name, path.length);
      path.push(name);
      open.push((edges.get(name) ?? new Set<string>())[Symbol.iterator]());
    };
    enter(start);
    for (let top = open.at(-1); top; top = open.at(-1)) {
      const next = top.next();
      if (next.done) {
        open.pop();
        const name = path.pop();
        if (name !== undefined) {
          onPath.delete(name);
          done.add(name);
        }
        continue;
      }
      const seen = onPath.get(next.value);
      if (seen !== undefined) return path.slice(seen);
      if (edges.has(next.value) && !done.has(next.value)) enter(next.value);
    }
  }
  return undefined;
}
