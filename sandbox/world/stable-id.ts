import { createHash } from "node:crypto";
import { type Place, placeKey } from "./seams";

/** Hexadecimal digits that depend on nothing but `parts`: the same in every run, different for different parts. */
export function stableHex(length: number, ...parts: readonly string[]): string {
  return createHash("sha256").update(parts.join("\n")).digest("hex").slice(0, length);
}

/** An id as EC2 writes it (`vpc-0` and 16 hex digits), fixed for one name in one account and Region. */
export function stableId(prefix: string, place: Place, name: string): string {
  return `${prefix}-0${stableHex(16, placeKey(place), prefix, name)}`;
}

/** A number in [0, 1) that depends on nothing but `parts`. */
export function stableFraction(...parts: readonly string[]): number {
  return Number.parseInt(stableHex(8, ...parts), 16) / 0x1_0000_0000;
}
