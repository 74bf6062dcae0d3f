import "server-only";
import type { Clock } from "@/lib/clock";

/** A set of parts that are read together, at a pace of their own. */
export interface Lane {
  readonly name: string;
  readonly parts: readonly string[];
  /** Milliseconds until the next run. */
  every(): number;
  /** New values by part; null while something it needs is not known yet (it runs again once woken). */
  run(): Promise<Readonly<Record<string, unknown>> | null>;
  /** What kept the last run from the whole answer; shown as the parts' error beside the values there are. */
  caveat?(): unknown;
}

export interface LaneEvents {
  done(lane: Lane, values: Readonly<Record<string, unknown>> | null): void;
  failed(lane: Lane, cause: unknown): void;
  /** No answer yet after `SLOW_MS`; it is still waited for. */
  slow(lane: Lane): void;
}

export interface RunningLane {
  readonly lane: Lane;
  /** Runs now, or once more after the run under way. */
  wake(): void;
}

export const SLOW_MS = 5_000;
const FIRST_BACK_OFF_MS = 1_000;
const LONGEST_BACK_OFF_MS = 8_000;

/** Runs a lane again and again until the signal aborts. A failing one backs off, but is back within 8 s. */
export function startLane(lane: Lane, events: LaneEvents, clock: Clock, signal: AbortSignal): RunningLane {
  let woken = false;
  let nap: AbortController | undefined;
  let failures = 0;
  signal.addEventListener("abort", () => nap?.abort(), { once: true });

  async function loop(): Promise<void> {
    while (!signal.aborted) {
      woken = false;
      const answered = new AbortController();
      void clock.sleep(SLOW_MS, answered.signal).then(() => {
        if (!answered.signal.aborted && !signal.aborted) events.slow(lane);
      });
      try {
        const values = await lane.run();
        answered.abort();
        if (signal.aborted) return;
        failures = 0;
        events.done(lane, values);
      } catch (cause) {
        answered.abort();
        if (signal.aborted) return;
        failures += 1;
        events.failed(lane, cause);
      }
      if (woken && failures === 0) continue;
      const backOff = Math.min(LONGEST_BACK_OFF_MS, FIRST_BACK_OFF_MS * 2 ** (failures - 1));
      nap = new AbortController();
      const wait = failures > 0 ? Math.max(backOff, Math.min(lane.every(), LONGEST_BACK_OFF_MS)) : lane.every();
      await clock.sleep(wait, nap.signal);
      nap = undefined;
    }
  }

  void loop();
  return {
    lane,
    wake() {
      woken = true;
      nap?.abort();
    },
  };
}
