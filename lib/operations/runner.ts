import "server-only";
import { randomUUID } from "node:crypto";
import { releaseLease, takeLease } from "./leases";
import { type StepContext, stepOperation } from "./step";
import { findOperation, leaseName, listUnsettled, type Unsettled } from "./store";
import type { Operation } from "./types";

export interface RunnerOptions extends StepContext {
  /** Called after an operation has changed, e.g. to have its pages read again at once. */
  readonly onChange?: (operation: Operation) => void;
  readonly log?: (message: string, cause: unknown) => void;
  /** Between two looks, ms. */
  readonly everyMs?: number;
}

const EVERY_MS = 1_000;
const SAME_ERROR_AGAIN_MS = 60_000;

/**
 * Watches every operation that is not at its end until it is. One per process; with several processes a lease decides
 * who watches which, and after a kill the next one goes on when the lease has run out.
 */
export class OperationRunner {
  readonly #options: RunnerOptions;
  readonly #owner = `runner:${randomUUID()}`;
  readonly #stepping = new Map<string, Promise<void>>();
  readonly #held = new Set<string>();
  readonly #said = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  start(): void {
    const again = () => {
      if (this.#stopped) return;
      this.#timer = setTimeout(() => void this.tick().finally(again), this.#options.everyMs ?? EVERY_MS);
    };
    void this.tick().finally(again);
  }

  /** Lets go of everything, so that the next process need not wait for leases to run out. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await Promise.allSettled(this.#stepping.values());
    await Promise.allSettled([...this.#held].map((id) => releaseLease(this.#options.db, leaseName(id), this.#owner)));
  }

  /** One look at everything. A slow one is not waited for: its operation is left out until it answers. */
  async tick(): Promise<void> {
    try {
      const waiting = await listUnsettled(this.#options.db);
      const started = waiting.filter(({ id }) => !this.#stepping.has(id)).map((operation) => this.#look(operation));
      await Promise.race([Promise.all(started), new Promise((resolve) => setTimeout(resolve, EVERY_MS).unref())]);
    } catch (error) {
      this.#say("the journal could not be read", error);
    }
  }

  #look(operation: Unsettled): Promise<void> {
    const looked = this.#step(operation)
      .catch((error: unknown) => this.#say(`operation ${operation.id} (${operation.title})`, error))
      .finally(() => this.#stepping.delete(operation.id));
    this.#stepping.set(operation.id, looked);
    return looked;
  }

  async #step(operation: Unsettled): Promise<void> {
    const { db, onChange } = this.#options;
    if (!(await takeLease(db, leaseName(operation.id), this.#owner))) return;
    this.#held.add(operation.id);
    const changed = await stepOperation(this.#options, operation);
    if (!changed) return;
    const now = await findOperation(db, operation.id);
    if (!now) return;
    if (now.endedAt !== undefined) {
      this.#held.delete(now.id);
      await releaseLease(db, leaseName(now.id), this.#owner);
    }
    onChange?.(now);
  }

  /** AWS that does not answer is looked at each second, but said once a minute. */
  #say(message: string, cause: unknown): void {
    const text = `${message}: ${cause instanceof Error ? cause.message : String(cause)}`;
    const now = performance.now();
    if (now - (this.#said.get(text) ?? Number.NEGATIVE_INFINITY) < SAME_ERROR_AGAIN_MS) return;
    if (this.#said.size > 500) this.#said.clear();
    this.#said.set(text, now);
    (this.#options.log ?? ((line, error) => console.error(line, error)))(message, cause);
  }
}
