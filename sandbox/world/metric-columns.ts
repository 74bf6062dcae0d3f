/** Aggregates by time in parallel columns, sorted: compact in memory and as JSON. */
export interface Columns {
  /** Minutes since the epoch. */
  readonly minute: number[];
  readonly sum: number[];
  readonly count: number[];
  readonly min: number[];
  readonly max: number[];
}

export interface Aggregate {
  readonly sum: number;
  readonly count: number;
  readonly min: number;
  readonly max: number;
}

export const emptyColumns = (): Columns => ({ minute: [], sum: [], count: [], min: [], max: [] });

export const round = (value: number): number => (Number.isInteger(value) ? value : Math.round(value * 1e6) / 1e6);

/** The index of the first entry at or after `minute`. */
export function firstMinuteFrom({ minute: all }: Columns, minute: number): number {
  const last = all[all.length - 1];
  if (last === undefined || last < minute) return all.length;
  let low = 0;
  let high = all.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if ((all[mid] ?? 0) < minute) low = mid + 1;
    else high = mid;
  }
  return low;
}

export function aggregateAt(columns: Columns, index: number): Aggregate {
  return {
    sum: columns.sum[index] ?? 0,
    count: columns.count[index] ?? 0,
    min: columns.min[index] ?? 0,
    max: columns.max[index] ?? 0,
  };
}

/** Adds an aggregate; one that is there already is joined with it. */
export function addAggregate(columns: Columns, minute: number, added: Aggregate): void {
  const index = firstMinuteFrom(columns, minute);
  if (index === columns.minute.length) {
    columns.minute.push(minute);
    columns.sum.push(round(added.sum));
    columns.count.push(added.count);
    columns.min.push(round(added.min));
    columns.max.push(round(added.max));
    return;
  }
  if (columns.minute[index] !== minute) {
    columns.minute.splice(index, 0, minute);
    columns.sum.splice(index, 0, round(added.sum));
    columns.count.splice(index, 0, added.count);
    columns.min.splice(index, 0, round(added.min));
    columns.max.splice(index, 0, round(added.max));
    return;
  }
  const known = aggregateAt(columns, index);
  columns.sum[index] = round(known.sum + added.sum);
  columns.count[index] = known.count + added.count;
  columns.min[index] = Math.min(known.min, added.min);
  columns.max[index] = Math.max(known.max, added.max);
}

/** Moves what is before `minute` into coarser columns of `step` minutes. */
export function moveBefore(from: Columns, minute: number, into: Columns | undefined, step: number): void {
  const count = firstMinuteFrom(from, minute);
  if (count === 0) return;
  for (let index = 0; into && index < count; index++) {
    addAggregate(into, Math.floor((from.minute[index] ?? 0) / step) * step, aggregateAt(from, index));
  }
  for (const column of [from.minute, from.sum, from.count, from.min, from.max]) column.splice(0, count);
}
