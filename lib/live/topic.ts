import "server-only";
import type { Frame, Snapshot } from "./types";

/** How far one listener has come. Holds no frames, so a slow one costs no memory. */
export interface Reader {
  /** What is new since the last call; none is an empty list. */
  next(): readonly Frame[];
}

/** What the hub runs while somebody watches. */
export interface RunningTopic {
  snapshot(): Snapshot<object>;
  /** Resolves once every part has an answer (or error) no older than `maxAgeMs`, or the signal aborts. */
  ready(maxAgeMs: number | undefined, signal: AbortSignal): Promise<void>;
  reader(cursor: string | undefined): Reader;
  /** Resolves at the next change, or when the signal aborts. */
  changed(signal: AbortSignal): Promise<void>;
  touch(): void;
  stop(): void;
}

/** Lets any number of listeners wait for the next change. */
export class Bell {
  readonly #waiting = new Set<() => void>();

  ring(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const wake of waiting) wake();
  }

  wait(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        this.#waiting.delete(wake);
        signal.removeEventListener("abort", wake);
        resolve();
      };
      this.#waiting.add(wake);
      signal.addEventListener("abort", wake, { once: true });
    });
  }
}
