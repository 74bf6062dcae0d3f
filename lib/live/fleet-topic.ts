import "server-only";
import type { AwsContext } from "@/lib/aws/client";
import type { Clock } from "@/lib/clock";
import { type Place, placeKey } from "@/lib/place";
import { createFleetMemory, type FleetMemory, fleetRows } from "@/lib/services/fleet";
import type { FleetRow } from "@/lib/services/types";
import type { RecordedPart } from "./hub-types";
import { startStateTopic } from "./state-topic";
import type { RunningTopic } from "./topic";

const IDLE_MS = 5_000;
const MOVING_MS = 2_000;
const UNFINISHED_MS = 200;

/** Topic `fleet`: every service of every account and Region, worst first. */
export function startFleetTopic(options: {
  name: string;
  clock: Clock;
  log: (message: string, cause: unknown) => void;
  recorded?: () => Promise<readonly RecordedPart[]>;
  record?: (parts: readonly RecordedPart[]) => Promise<void>;
  at: (place: Place) => AwsContext;
  places: readonly Place[];
}): RunningTopic {
  const { at, places, clock } = options;
  const memories = new Map<string, FleetMemory>();
  /** Each place's last rows: a place that fails keeps them while the others go on. */
  const rows = new Map<string, readonly FleetRow[]>();

  async function readPlace(place: Place): Promise<unknown> {
    const key = placeKey(place);
    const memory = memories.get(key) ?? createFleetMemory();
    memories.set(key, memory);
    try {
      rows.set(key, await fleetRows(at(place), memory));
      return null;
    } catch (error) {
      return error;
    }
  }

  let caveat: unknown;
  const first = places[0];
  return startStateTopic({
    ...options,
    now: () => (first ? at(first).now() : clock.now()),
    plan: (access) => ({
      parts: ["services"],
      lanes: [
        {
          name: "services",
          parts: ["services"],
          every: () => {
            if ([...memories.values()].some((memory) => !memory.complete)) return UNFINISHED_MS;
            const shown = (access.value("services") as readonly FleetRow[] | null) ?? [];
            return shown.some((row) => row.health.tone === "busy") ? MOVING_MS : IDLE_MS;
          },
          async run() {
            const failures = (await Promise.all(places.map(readPlace))).filter((failure) => failure !== null);
            if (failures.length === places.length && failures.length > 0) throw failures[0];
            caveat = failures[0] ?? [...memories.values()].find((memory) => memory.caveat)?.caveat;
            return { services: [...rows.values()].flat().sort(byWorst) };
          },
          caveat: () => caveat,
        },
      ],
    }),
  });
}

const ORDER = { bad: 0, warn: 1, busy: 2, ok: 3, muted: 4 } as const;

/** Health first, then by name: rows do not jump about while nothing changes. */
export const byWorst = (a: FleetRow, b: FleetRow): number =>
  ORDER[a.health.tone] - ORDER[b.health.tone] ||
  a.stack.localeCompare(b.stack) ||
  a.account.localeCompare(b.account) ||
  a.region.localeCompare(b.region);
