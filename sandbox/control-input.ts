import type { Accounts } from "./accounts";
import type { CallCounts } from "./calls";
import type { DemoOptions } from "./demo";
import type { Faults } from "./wire/faults";
import { DEFAULT_ACCOUNT, DEFAULT_REGION } from "./wire/request";
import type { Struct } from "./wire/values";

/** What a control may reach. */
export interface ControlDependencies {
  readonly accounts: Accounts;
  readonly faults: Faults;
  readonly calls: CallCounts;
  readonly demo: DemoOptions;
  readonly wall: () => number;
}

export type Control = (input: Struct, deps: ControlDependencies) => unknown;

/** A control that was asked for wrongly; its text is the answer. */
export class BadControl extends Error {}

/** The account and Region a control is meant for. */
export function placeOf(input: Struct) {
  const account = optionalText(input, "account") ?? DEFAULT_ACCOUNT;
  if (!/^\d{12}$/.test(account)) throw new BadControl("account must be 12 digits");
  return { account, region: optionalText(input, "region") ?? DEFAULT_REGION };
}

/** The account a control is meant for, with everything that was due done. */
export function at(input: Struct, accounts: Accounts) {
  const place = placeOf(input);
  const account = accounts.get(place.account);
  account.sync();
  return { place, account };
}

export const iso = (time: number): string => new Date(time).toISOString();

export function optionalText(input: Struct, key: string): string | undefined {
  const value = input[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string" || value === "") throw new BadControl(`${key} must be a string`);
  return value;
}

export function requiredText(input: Struct, key: string): string {
  const value = optionalText(input, key);
  if (value === undefined) throw new BadControl(`${key} is missing`);
  return value;
}

/** A finite number, within `from` and `to` where they are given. */
export function optionalNumber(input: Struct, key: string, from = -Infinity, to = Infinity): number | undefined {
  const value = input[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "number" || !Number.isFinite(value)) throw new BadControl(`${key} must be a number`);
  if (value < from || value > to) {
    throw new BadControl(
      `${key} must be ${to === Infinity ? `${from} or more` : from === -Infinity ? `${to} or less` : `from ${from} to ${to}`}`,
    );
  }
  return value;
}

export function requiredNumber(input: Struct, key: string, from?: number, to?: number): number {
  const value = optionalNumber(input, key, from, to);
  if (value === undefined) throw new BadControl(`${key} is missing`);
  return value;
}
