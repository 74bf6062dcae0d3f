import fs from "node:fs";
import path from "node:path";
import { Account, type AccountOptions } from "./account";
import type { DataCentre } from "./data-centre";
import { readStored, setAside, storedAccounts } from "./store";

export interface AccountsOptions extends Omit<AccountOptions, "directory" | "neighbours"> {
  /** Holds one directory an account. Undefined keeps everything in memory. */
  readonly directory?: string;
  readonly pace: number;
}

/** All accounts of the sandbox. Each has a clock of its own, so that a test may run one ahead and disturb no other. */
export class Accounts {
  private readonly open = new Map<string, Account>();
  /** On disk and not asked for yet: a world is read when it is needed, and its clock then catches up. */
  private readonly stored: Set<string>;

  constructor(private readonly options: AccountsOptions) {
    this.stored = new Set(options.directory ? storedAccounts(options.directory) : []);
  }

  has(id: string): boolean {
    return this.open.has(id) || this.stored.has(id);
  }

  /** The account, read from disk or made empty on first use. */
  get(id: string): Account {
    const known = this.find(id);
    if (known) return known;
    const account = this.create(id, { start: this.options.wall() });
    this.open.set(id, account);
    return account;
  }

  /** The account if it is there and can be read; one that cannot is moved aside, and is then as if it had never been. */
  find(id: string): Account | undefined {
    const known = this.open.get(id);
    if (known) return known;
    const account = this.stored.has(id) ? this.restore(id) : undefined;
    this.stored.delete(id);
    if (account) this.open.set(id, account);
    return account;
  }

  /** Puts a new world in place of the account's, beginning at `start` (ms) and prepared by `prepare`. */
  replace(id: string, start: number, prepare?: (centre: DataCentre) => void): Account {
    this.open.get(id)?.close({ discard: true });
    this.open.delete(id);
    const { directory } = this.at(id);
    if (directory && this.stored.delete(id)) fs.rmSync(directory, { recursive: true, force: true });
    const account = this.create(id, { start }, prepare);
    this.open.set(id, account);
    return account;
  }

  close(): void {
    for (const account of this.open.values()) account.close();
  }

  private at(id: string): AccountOptions {
    const { directory, ...rest } = this.options;
    const neighbours = {
      wall: rest.wall,
      world: (of: string) => (this.has(of) ? this.get(of).centre.world : undefined),
    };
    return { ...rest, neighbours, ...(directory && { directory: path.join(directory, id) }) };
  }

  private create(id: string, from: { start: number }, prepare?: (centre: DataCentre) => void): Account {
    // Accounts must not repeat each other's ids; the default account keeps the seed the documents show.
    const seed = id === "123456789012" ? {} : { seed: Number(id) % 2_147_483_647 };
    return new Account(this.at(id), { ...from, ...seed, pace: this.options.pace }, prepare);
  }

  private restore(id: string): Account | undefined {
    const { directory } = this.at(id);
    if (!directory) return undefined;
    try {
      const stored = readStored(directory);
      return stored && new Account(this.at(id), stored);
    } catch (error) {
      this.options.onBug(`the stored world of ${id} could not be read and was moved to ${setAside(directory)}`, error);
      return undefined;
    }
  }
}
