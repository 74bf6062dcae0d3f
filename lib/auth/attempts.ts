import "server-only";
import { SlipwayError } from "@/lib/errors";

const WINDOW_MS = 10 * 60 * 1000;
const ALLOWED = 10;
const REMEMBERED = 10_000;

/**
 * Counts failed sign-ins of one name: after ten in ten minutes the name has to wait. Kept in the process, bounded;
 * a second replica counts its own.
 */
export function attempts() {
  const failed = new Map<string, number[]>();
  const recent = (name: string, now: number) => (failed.get(name) ?? []).filter((at) => now - at < WINDOW_MS);
  return {
    /** Throws while the name has to wait. */
    check(name: string, now: number): void {
      if (recent(name, now).length < ALLOWED) return;
      throw new SlipwayError("forbidden", "Too many wrong passwords for this name. Wait ten minutes.");
    },
    failed(name: string, now: number): void {
      if (failed.size >= REMEMBERED) failed.clear();
      failed.set(name, [...recent(name, now), now].slice(-ALLOWED));
    },
    succeeded(name: string): void {
      failed.delete(name);
    },
  };
}
