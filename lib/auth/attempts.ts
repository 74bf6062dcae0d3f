import "server-only";

const WINDOW_MS = 10 * 60 * 1000;
const ALLOWED = 10;
/** Pushing a name out takes this many guesses, and each costs the server 0.3 s: longer than the window. */
const REMEMBERED = 10_000;

export interface Attempts {
  /** Counts one try for `name` at `now` (ms); false when the name has had ten in ten minutes and has to wait. */
  take(name: string, now: number): boolean;
  /** The password was right: the name starts anew. */
  succeeded(name: string): void;
}

/**
 * Counts sign-ins with a password before the password is looked at, so that guesses sent all at once count too. One a
 * process (`lib/runtime.ts`), bounded; a second replica counts its own.
 */
export function attempts(): Attempts {
  const taken = new Map<string, number[]>();
  return {
    take(name, now) {
      const recent = (taken.get(name) ?? []).filter((at) => now - at < WINDOW_MS);
      if (recent.length >= ALLOWED) return false;
      // Deleted first, so that a map's order is the order of the last try.
      taken.delete(name);
      const [longestAgo] = taken.keys();
      if (taken.size >= REMEMBERED && longestAgo !== undefined) taken.delete(longestAgo);
      taken.set(name, [...recent, now]);
      return true;
    },
    succeeded(name) {
      taken.delete(name);
    },
  };
}
