import type { Kernel } from "./kernel";
import type { Place } from "./seams";
import { createShelf } from "./shelf";
import { stableFraction } from "./stable-id";

interface ServiceTraffic {
  /** Requests per second where the day's curve is at 1. */
  base?: number;
  /** Set by hand: the curve does not count. */
  manual?: number;
}

export type Traffic = ReturnType<typeof createTraffic>;

/** How many requests each service gets: a smooth day of its own, or what somebody set. */
export function createTraffic(kernel: Kernel) {
  const shelf = createShelf(kernel, "traffic", () => ({}) as Record<string, ServiceTraffic>);
  const of = (place: Place, service: string): ServiceTraffic => {
    const all = shelf(place);
    if (!Object.hasOwn(all, service)) all[service] = {};
    return all[service] ?? {};
  };

  return {
    /** Requests per second at `at` (ms); 0 until the service has been seen running. */
    rate(place: Place, service: string, at: number): number {
      const { manual, base } = of(place, service);
      return manual ?? (base === undefined ? 0 : base * dayCurve(service, at));
    },
    isManual: (place: Place, service: string): boolean => of(place, service).manual !== undefined,
    /** What a service gets by default, decided once, when it first takes requests. */
    settle(place: Place, service: string, base: number) {
      of(place, service).base ??= base;
    },
    /** Undefined goes back to the curve. */
    set(place: Place, service: string, requestsPerSecond: number | undefined) {
      const known = of(place, service);
      if (requestsPerSecond === undefined) delete known.manual;
      else known.manual = requestsPerSecond;
    },
  };
}

const HOUR = 3_600_000;
/** Period in hours and share of each wave; the first is the day itself, lowest at night. */
const WAVES: readonly (readonly [hours: number, share: number])[] = [
  [24, 0.3],
  [1.6, 0.26],
  [0.62, 0.1],
  [0.18, 0.05],
];

/** Around 0.8, between about 0.15 and 1.5: the same for one service at one time in every run. */
export function dayCurve(service: string, at: number): number {
  const phases = phasesOf(service);
  const waves = WAVES.map(([hours, share], index) => {
    return share * Math.sin(2 * Math.PI * (at / HOUR / hours + (phases[index] ?? 0)));
  });
  return Math.max(0.1, 0.82 + waves.reduce((sum, wave) => sum + wave, 0));
}

const known = new Map<string, readonly number[]>();

/** Where each wave begins: the day peaks in the afternoon, the shorter ones wherever the service's name puts them. */
function phasesOf(service: string): readonly number[] {
  const found = known.get(service);
  if (found) return found;
  const made = WAVES.map(([hours], index) => (hours === 24 ? -9 / 24 : stableFraction(service, String(index))));
  known.set(service, made);
  return made;
}
