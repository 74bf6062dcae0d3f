"use client";

import { useLive } from "@/components/live/use-live";
import type { BudgetParts, Snapshot } from "@/lib/live/types";

/** "API budget 12% used": the fullest of all accounts and Regions, with the place and the API on hover. */
export function BudgetLine({ snapshot }: { snapshot: Snapshot<BudgetParts> }) {
  const { parts } = useLive(snapshot);
  const rows = parts.budget.data ?? [];
  const fullest = rows.reduce<(typeof rows)[number] | undefined>(
    (most, row) => (most && most.used >= row.used ? most : row),
    undefined,
  );
  if (!fullest) return <div>API budget not used yet</div>;
  const share = `${Math.round(fullest.used * 100)}%`;
  const where = `${fullest.account} · ${fullest.region}${fullest.topApi ? `, most by ${fullest.topApi}` : ""}`;
  return (
    <div title={`Share of the calls AWS allows that Slipway makes: ${where}`}>
      API budget {share} used{fullest.throttled && <strong> · AWS asks to slow down</strong>}
    </div>
  );
}
