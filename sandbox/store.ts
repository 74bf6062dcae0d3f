import fs from "node:fs";
import path from "node:path";
import v8 from "node:v8";
import type { KernelSnapshot } from "./world/kernel";

/** Raised when stored worlds of an earlier shape can no longer be read; they are then set aside. */
const FORMAT = 2;
/** Writing by the clock (metrics and logs, and worlds that are large) may take at most about this share of the process's time. */
const SHARE = 0.02;
const EVERY_MS = 5_000;
/** From this many characters on a world is large: writing all of it at every change would be all there is time for. */
const LARGE = 8_000_000;

/**
 * One account's world on disk: `world.json` before each change is acknowledged, `bulk.bin` (metrics, logs) every few
 * seconds. A large world is written whole every few seconds only, so the last of them may be lost in a crash.
 */
export class Store {
  private writing: Promise<void> | undefined;
  private queued: Promise<void> | undefined;
  private nextAt = 0;
  private isLarge = false;
  private closed = false;

  /** `large` is the number of characters from which on a world is written by the clock. */
  constructor(
    private readonly directory: string,
    private readonly snapshot: () => KernelSnapshot,
    private readonly large = LARGE,
  ) {
    fs.mkdirSync(directory, { recursive: true, mode: 0o700 });
  }

  /** Resolves when the state as of this call is on disk; for a large world at once. */
  async save(): Promise<void> {
    if (!this.isLarge) await this.saveWorld();
  }

  /** Calls that come while the world is written share the next writing. */
  private saveWorld(): Promise<void> {
    if (!this.writing) {
      const text = small(this.snapshot());
      this.isLarge = text.length >= this.large;
      this.writing = this.write("world.json", text).finally(() => {
        this.writing = undefined;
      });
      return this.writing;
    }
    this.queued ??= this.writing
      .catch(() => undefined)
      .then(() => {
        this.queued = undefined;
        return this.saveWorld();
      });
    return this.queued;
  }

  /** Writes everything if it is time again; the more there is, the more seldom. `always` does not wait for its time. */
  async saveAll(now: number, { always = false } = {}): Promise<void> {
    if (now < this.nextAt && !always) return;
    const started = performance.now();
    const bulk = v8.serialize(this.snapshot().bulk);
    const saved = this.saveWorld();
    this.nextAt = now + Math.max(EVERY_MS, (performance.now() - started) / SHARE);
    await saved;
    await this.write("bulk.bin", bulk);
  }

  /** Everything, now, before the process ends: the part that was acknowledged first. */
  saveAllSync(): void {
    this.abandon();
    const snapshot = this.snapshot();
    writeSync(path.join(this.directory, "world.json"), small(snapshot));
    writeSync(path.join(this.directory, "bulk.bin"), v8.serialize(snapshot.bulk));
  }

  /** Lets no write that is still under way replace what comes after it. */
  abandon(): void {
    this.closed = true;
  }

  private async write(name: string, content: string | Uint8Array): Promise<void> {
    const file = path.join(this.directory, name);
    const temporary = `${file}.new`;
    try {
      await fs.promises.writeFile(temporary, content, { mode: 0o600 });
      if (!this.closed) fs.renameSync(temporary, file);
    } catch (error) {
      // A discarded account's directory is gone under a write that had begun.
      if (!this.closed) throw error;
    }
  }
}

const small = (snapshot: KernelSnapshot): string => JSON.stringify({ format: FORMAT, ...snapshot, bulk: {} });

function writeSync(file: string, content: string | Uint8Array): void {
  fs.writeFileSync(`${file}.last`, content, { mode: 0o600 });
  fs.renameSync(`${file}.last`, file);
}

/** Reads a stored world; undefined when there is none. Throws on one that cannot be read. */
export function readStored(directory: string): KernelSnapshot | undefined {
  const file = path.join(directory, "world.json");
  if (!fs.existsSync(file)) return undefined;
  const { format, ...snapshot } = JSON.parse(fs.readFileSync(file, "utf8")) as KernelSnapshot & { format: number };
  if (format !== FORMAT) throw new Error(`stored in format ${format}, this sandbox reads ${FORMAT}`);
  return { ...snapshot, bulk: readBulk(path.join(directory, "bulk.bin")) };
}

/** Charts and log lines are worth having, not worth refusing to start: what cannot be read begins empty. */
function readBulk(file: string): Record<string, unknown> {
  try {
    return v8.deserialize(fs.readFileSync(file));
  } catch {
    return {};
  }
}

/** The accounts stored under a directory. */
export function storedAccounts(directory: string): string[] {
  if (!fs.existsSync(directory)) return [];
  return fs.readdirSync(directory).filter((name) => /^\d{12}$/.test(name));
}

/** Moves an unreadable world aside, so that nothing is lost and the sandbox starts. */
export function setAside(directory: string): string {
  const aside = `${directory}.unreadable-${Date.now()}`;
  fs.renameSync(directory, aside);
  return aside;
}
