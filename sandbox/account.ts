import fs from "node:fs";
import { createDataCentre, type DataCentre } from "./data-centre";
import type { Neighbours } from "./services/sts";
import { Store } from "./store";
import { Kernel, type KernelSnapshot } from "./world/kernel";

const LONGEST_SLEEP_MS = 60_000;
const MAX_FAILED_EVENTS = 1_000;

export interface AccountOptions {
  readonly wall: () => number;
  /** Where this account's world is kept; undefined keeps it in memory. */
  readonly directory?: string;
  readonly onBug: (what: string, error: unknown) => void;
  /** The other accounts' worlds. */
  readonly neighbours?: Neighbours;
}

/** One AWS account: its data centre, the timer that makes its events happen, and its place on disk. */
export class Account {
  readonly centre: DataCentre;
  private readonly store: Store | undefined;
  private timer: NodeJS.Timeout | undefined;
  private rearming = false;
  private closed = false;
  private saved = 0;

  constructor(
    private readonly options: AccountOptions,
    from: KernelSnapshot | { start: number; seed?: number; pace?: number },
    /** Runs once on a new world before time follows the wall, e.g. the demo's history. */
    prepare?: (centre: DataCentre) => void,
  ) {
    const kernel = new Kernel(options.wall, from);
    this.centre = createDataCentre(kernel, options.neighbours);
    prepare?.(this.centre);
    this.store = options.directory === undefined ? undefined : new Store(options.directory, () => kernel.snapshot());
    kernel.onScheduled = () => this.rearm();
    this.sync();
    this.rearm();
  }

  /** Lets everything happen that is due. An event that fails is reported and skipped: the world goes on. */
  sync(): void {
    for (let failures = 0; failures < MAX_FAILED_EVENTS; failures++) {
      try {
        this.centre.kernel.sync();
        return;
      } catch (error) {
        this.options.onBug("an event of the world failed", error);
      }
    }
  }

  /** Runs `ms` ahead in steps, giving up its turn between them so that answers still go out. */
  async advance(ms: number): Promise<void> {
    const step = 5 * 60_000;
    for (let left = ms; left > 0; left -= step) {
      try {
        this.centre.kernel.advance(Math.min(step, left));
      } catch (error) {
        this.options.onBug("an event of the world failed", error);
        this.sync();
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
    await this.store?.saveAll(this.options.wall(), { always: true });
  }

  /** Resolves when the world as it is now would survive the end of this process. */
  async save(): Promise<void> {
    await this.store?.save();
  }

  /** Stops the account; its world stays on disk unless it is discarded. */
  close({ discard = false } = {}): void {
    if (this.closed) return;
    this.closed = true;
    clearTimeout(this.timer);
    this.centre.kernel.onScheduled = undefined;
    this.centre.world.liveTail.close();
    if (!discard) {
      this.store?.saveAllSync();
      return;
    }
    this.store?.abandon();
    if (this.options.directory) fs.rmSync(this.options.directory, { recursive: true, force: true });
  }

  private rearm(): void {
    if (this.rearming || this.closed) return;
    this.rearming = true;
    setImmediate(() => {
      this.rearming = false;
      if (this.closed) return;
      clearTimeout(this.timer);
      const due = Math.min(this.centre.kernel.nextDueIn() ?? LONGEST_SLEEP_MS, LONGEST_SLEEP_MS);
      this.timer = setTimeout(() => this.wake(), due);
      this.timer.unref();
    });
  }

  private wake(): void {
    this.sync();
    this.rearm();
    const now = this.options.wall();
    if (now - this.saved < 1_000) return;
    this.saved = now;
    void this.store?.saveAll(now).catch((error: unknown) => this.options.onBug("the world could not be stored", error));
  }
}
