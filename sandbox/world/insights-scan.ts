import { Row } from "./insights-rows";
import { EVENT_OVERHEAD } from "./log-lines";
import { type MergePosition, mergeStreams } from "./log-merge";
import type { Logs } from "./logs";
import type { Place } from "./seams";

/** How often the clock is looked at, in lines. */
const LOOK_EVERY = 256;

/** Reads the lines of groups, group by group and newest first, in as many turns as it takes. */
export function createScan(
  logs: Logs,
  place: Place,
  { groupNames, from, to }: { readonly groupNames: readonly string[]; readonly from: number; readonly to: number },
) {
  let group = 0;
  let resume: MergePosition | undefined;
  let [lines, bytes] = [0, 0];
  let open: { readonly next: ReturnType<typeof mergeStreams>; readonly version: number } | undefined;

  /** The lines that are left of a group; made anew only if something changed since the last turn. */
  const rest = (name: string) => {
    if (open?.version === logs.version()) return open.next;
    const since = Math.max(from, logs.expiry(logs.group(place, name)));
    const next = mergeStreams(Object.entries(logs.streams(place, name)), { since, until: to, step: -1, resume });
    open = { next, version: logs.version() };
    return next;
  };

  return {
    lines: () => lines,
    bytes: () => bytes,
    /** Goes on where the last turn ended, until `isOver` or the end; answers whether it was the end. */
    read(push: (row: Row) => void, isOver: () => boolean): boolean {
      for (let name = groupNames[group]; name !== undefined; name = groupNames[++group]) {
        const of = logs.group(place, name);
        const log = `${place.account}:${name}`;
        const next = rest(name);
        for (let line = next(); line; line = next()) {
          const { stream, index } = line;
          const at = stream.at[index] ?? 0;
          const seq = stream.seq[index] ?? 0;
          const message = stream.message[index] ?? "";
          lines++;
          bytes += message.length + EVENT_OVERHEAD;
          push(
            new Row({
              at,
              ingestedAt: stream.ingested[index] ?? 0,
              message,
              stream: line.name,
              log,
              group: of.id,
              seq,
            }),
          );
          if (lines % LOOK_EVERY === 0 && isOver()) {
            resume = { at, stream: stream.id, seq };
            return false;
          }
        }
        resume = undefined;
        open = undefined;
      }
      return true;
    },
  };
}
