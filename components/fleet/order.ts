import type { FleetRow } from "@/lib/services/types";
import type { Tone } from "@/lib/stacks/types";

/** What needs a person comes first. */
const RANK: Record<Tone, number> = { bad: 0, warn: 1, busy: 2, muted: 3, ok: 4 };

/** Worst health first, then by name; the order does not jump while states stay. */
export function orderRows(rows: readonly FleetRow[]): readonly FleetRow[] {
  return rows.toSorted(
    (a, b) =>
      RANK[a.health.tone] - RANK[b.health.tone] ||
      a.stack.localeCompare(b.stack, "en") ||
      a.account.localeCompare(b.account, "en") ||
      a.region.localeCompare(b.region, "en"),
  );
}

/** Rows holding every word typed, in name, stage, state, version, account or Region. */
export function filterRows(rows: readonly FleetRow[], typed: string): readonly FleetRow[] {
  const words = typed.trim().toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const text = [row.service, row.stage, row.stack, row.health.words, row.version, row.account, row.region]
      .join(" ")
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** How many rows are in each tone, and over how many places. */
export function summary(rows: readonly FleetRow[]): {
  services: number;
  accounts: number;
  regions: number;
  tones: Record<Tone, number>;
} {
  const tones: Record<Tone, number> = { bad: 0, warn: 0, busy: 0, muted: 0, ok: 0 };
  for (const row of rows) tones[row.health.tone] += 1;
  return {
    services: rows.length,
    accounts: new Set(rows.map((row) => row.account)).size,
    regions: new Set(rows.map((row) => row.region)).size,
    tones,
  };
}
