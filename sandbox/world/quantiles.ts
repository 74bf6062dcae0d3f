/** Up to so many values are kept as they are; beyond, their sizes only, in steps of one percent. */
const EXACT = 2000;
const GROWTH = Math.log(1.01);

/** Percentiles of any number of values in bounded memory, exact for few and within half a percent of the value for many. */
export interface Quantiles {
  add(value: number, count?: number): void;
  /** The value below which `percent` of all lie; undefined without values. */
  at(percent: number): number | undefined;
}

export function createQuantiles(): Quantiles {
  let values: number[] | undefined = [];
  const steps = new Map<number, number>();
  let total = 0;
  const keep = (value: number, count: number) => {
    const step = stepFor(value);
    steps.set(step, (steps.get(step) ?? 0) + count);
  };
  return {
    add(value, count = 1) {
      total += count;
      if (values && values.length + count <= EXACT) {
        for (let index = 0; index < count; index++) values.push(value);
        return;
      }
      for (const one of values ?? []) keep(one, 1);
      values = undefined;
      keep(value, count);
    },
    at(percent) {
      if (total === 0) return undefined;
      if (values) return exactAt(values, percent);
      let left = (percent / 100) * total;
      let last: number | undefined;
      for (const step of [...steps.keys()].sort((a, b) => a - b)) {
        last = sizeAt(step);
        left -= steps.get(step) ?? 0;
        if (left <= 0) break;
      }
      return last;
    },
  };
}

/** Between the two nearest values, as CloudWatch interpolates. */
function exactAt(values: number[], percent: number): number {
  values.sort((a, b) => a - b);
  const place = (percent / 100) * (values.length - 1);
  const low = values[Math.floor(place)] ?? 0;
  const high = values[Math.ceil(place)] ?? low;
  return low + (high - low) * (place - Math.floor(place));
}

/** Steps of one percent on both sides of zero; what is smaller than a millionth is zero. */
const SHIFT = 1500;
export function stepFor(value: number): number {
  const size = Math.abs(value);
  if (size < 1e-6) return 0;
  return Math.sign(value) * (Math.round(Math.log(size) / GROWTH) + SHIFT);
}
export function sizeAt(step: number): number {
  return step === 0 ? 0 : Math.sign(step) * Math.exp((Math.abs(step) - SHIFT) * GROWTH);
}
