import type { PaletteItem } from "@/components/shell/palette-search";
import { defineRoute } from "@/lib/auth/define-route";
import { FLEET_TOPIC } from "@/lib/live/topics";
import type { FleetParts } from "@/lib/live/types";
import { stackPath } from "@/lib/place";

const TABS = ["logs", "deployments", "events", "resources"] as const;

/** Every stack, then its tabs, for the palette to search in the browser. */
export const GET = defineRoute({
  role: "viewer",
  run: async ({ runtime }) => {
    const { parts } = await runtime.hub.read<FleetParts>(FLEET_TOPIC);
    const rows = parts.services.data ?? [];
    const place = (row: (typeof rows)[number]) => `${row.account} · ${row.region}`;
    const items: PaletteItem[] = [
      ...rows.map((row) => ({ href: stackPath(row), label: row.stack, hint: `stack in ${place(row)}` })),
      ...rows.flatMap((row) =>
        TABS.map((tab) => ({ href: stackPath(row, tab), label: `${row.stack}: ${tab}`, hint: place(row) })),
      ),
    ];
    return Response.json(items, { headers: { "cache-control": "no-store" } });
  },
});
