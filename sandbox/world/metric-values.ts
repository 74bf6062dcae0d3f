/** What is known of a window's single values: value, count, value, count … in no order; undefined when nothing is. */
export type Values = readonly number[];

/** More different values than these in a minute are not kept one by one. */
const MOST = 200;

/** Values of an aggregate that tells them, or that has only one. */
export function valuesOf(aggregate: { min: number; max: number; count: number }, told: Values | undefined) {
  return told ?? (aggregate.min === aggregate.max ? [aggregate.min, aggregate.count] : undefined);
}

/** Both together; undefined when one is not known or there are too many. */
export function joinValues(a: Values | undefined, b: Values | undefined): Values | undefined {
  if (!a || !b) return undefined;
  const counts = new Map<number, number>();
  for (const all of [a, b]) {
    for (let index = 0; index < all.length; index += 2) {
      const value = all[index] ?? 0;
      counts.set(value, (counts.get(value) ?? 0) + (all[index + 1] ?? 0));
    }
  }
  return counts.size > MOST ? undefined : [...counts].flat();
}

/** The smallest value that at least `percent` of all do not exceed. */
export function percentileOf(values: Values, percent: number): number {
  const pairs: [number, number][] = [];
  for (let index = 0; index < values.length; index += 2) pairs.push([values[index] ?? 0, values[index + 1] ?? 0]);
  pairs.sort((a, b) => a[0] - b[0]);
  let left = (percent / 100) * pairs.reduce((sum, [, count]) => sum + count, 0);
  for (const [value, count] of pairs) {
    left -= count;
    if (left <= 1e-9) return value;
  }
  return pairs.at(-1)?.[0] ?? 0;
}
