import { AwsError } from "../wire/handler";
import type { Kernel } from "./kernel";
import { dropBefore, EVENT_OVERHEAD, emptyStream, firstFrom, insert, type LogStream, sizeOf } from "./log-lines";
import { type LogSink, type Place, placeKey } from "./seams";
import { createShelf, type Tags } from "./shelf";
import { stableHex } from "./stable-id";

export interface LogGroup {
  /** Names the group's lines; a group made anew under an old name starts empty. */
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  retentionDays?: number;
  tags: Tags;
  logGroupClass: string;
  deletionProtection: boolean;
}

interface Lines {
  streams: Record<string, LogStream>;
  count: number;
  bytes: number;
  /** When retention last dropped lines, ms. */
  sweptAt?: number;
}

export type Logs = ReturnType<typeof createLogs>;

/** Told of lines as they come in; `ingestedAt` is the world's time, ms. */
export type Watcher = (
  stream: string,
  lines: readonly { readonly at: number; readonly message: string }[],
  ingestedAt: number,
) => void;

const DAY = 86_400_000;

const SWEEP_EVERY = 3_600_000;

/** What all groups together may keep: past it the oldest lines go. Tests hand in a smaller one. */
export const LINES_KEPT = 1_200_000;

/**
 * CloudWatch Logs' storage: groups are kept with the world's state, lines with its bulk. Throws the service's errors.
 */
export function createLogs(kernel: Kernel, cap = LINES_KEPT) {
  const groups = createShelf(kernel, "logs.groups", () => ({}) as Record<string, LogGroup>);
  const home = kernel.slice("logs.lines", () => ({}) as Record<string, Lines>, { bulk: true });

  let total = Object.values(home).reduce((sum, { count }) => sum + count, 0);
  /** How often anything changed: who reads on knows whether places in the columns still hold. */
  let changes = 0;
  const watchers = new Map<string, Set<Watcher>>();

  const lines = (place: Place, group: LogGroup): Lines => {
    const key = `${placeKey(place)}/${group.id}`;
    home[key] ??= { streams: {}, count: 0, bytes: 0 };
    return home[key];
  };

  const find = (place: Place, name: string): LogGroup | undefined =>
    Object.hasOwn(groups(place), name) ? groups(place)[name] : undefined;

  const group = (place: Place, name: string): LogGroup => {
    const found = find(place, name);
    if (!found) throw new AwsError("ResourceNotFoundException", "The specified log group does not exist.");
    return found;
  };

  const streams = (place: Place, name: string): Record<string, LogStream> => lines(place, group(place, name)).streams;

  const stream = (place: Place, groupName: string, name: string): LogStream => {
    const all = streams(place, groupName);
    const found = Object.hasOwn(all, name) ? all[name] : undefined;
    if (!found) throw new AwsError("ResourceNotFoundException", "The specified log stream does not exist.");
    return found;
  };

  const newStream = (place: Place, of: LogGroup, name: string): LogStream => {
    const made = emptyStream(streamNumber(of.id, name), kernel.now());
    lines(place, of).streams[name] = made;
    return made;
  };

  const expiry = (of: LogGroup): number => (of.retentionDays === undefined ? 0 : kernel.now() - of.retentionDays * DAY);

  /** Drops the lines before `cutoff`. */
  const drop = (kept: Lines, cutoff: number) => {
    changes++;
    for (const one of Object.values(kept.streams)) {
      const { count, bytes } = dropBefore(one, cutoff);
      kept.count -= count;
      kept.bytes -= bytes;
      total -= count;
    }
  };

  /** Makes room for a twentieth of the cap: the oldest lines go, those of a group that fills half of it first. */
  const makeRoom = () => {
    const all = Object.values(home);
    const flood = all.find(({ count }) => count > cap / 2);
    const chosen = flood ? [flood] : all;
    const streamsOf = chosen.flatMap((kept) => Object.values(kept.streams));
    const aim = chosen.reduce((sum, { count }) => sum + count, 0) - (total - cap) - Math.ceil(cap / 20);
    const countFrom = (at: number) => streamsOf.reduce((sum, one) => sum + one.at.length - firstFrom(one, at), 0);
    let cutoff = 0;
    let late = kernel.now() + DAY;
    while (late - cutoff > 1) {
      const mid = Math.floor((late + cutoff) / 2);
      if (countFrom(mid) > aim) cutoff = mid;
      else late = mid;
    }
    for (const kept of chosen) drop(kept, late);
  };

  const append = (place: Place, of: LogGroup, name: string, batch: readonly { at: number; message: string }[]) => {
    const kept = lines(place, of);
    const known = Object.hasOwn(kept.streams, name) ? kept.streams[name] : undefined;
    const to = known ?? newStream(place, of, name);
    const now = kernel.now();
    changes++;
    for (const tell of watchers.get(of.id) ?? []) tell(name, batch, Math.floor(now));
    for (const { at, message } of batch) {
      insert(to, Math.floor(at), message, Math.floor(now));
      kept.bytes += message.length + EVENT_OVERHEAD;
    }
    kept.count += batch.length;
    total += batch.length;
    if (of.retentionDays !== undefined && now - (kept.sweptAt ?? 0) > SWEEP_EVERY) {
      kept.sweptAt = Math.floor(now);
      drop(kept, expiry(of));
    }
    if (total > cap) makeRoom();
  };

  const sink: LogSink = {
    write(place, groupName, streamName, batch) {
      const of = find(place, groupName);
      if (of) append(place, of, streamName, batch);
    },
  };

  return {
    ...sink,
    find,
    group,
    streams,
    stream,
    append,

    /** Calls `tell` with every batch the group takes in; answers how to stop. */
    watch({ id }: LogGroup, tell: Watcher): () => void {
      const all = watchers.get(id) ?? new Set();
      watchers.set(id, all.add(tell));
      return () => {
        all.delete(tell);
        if (all.size === 0) watchers.delete(id);
      };
    },

    /** A number that is another one after every change of any line. */
    version: (): number => changes,
    /** Lines before this are past the group's retention, whether they are dropped already or not. */
    expiry,
    storedBytes: (place: Place, of: LogGroup): number => lines(place, of).bytes,
    list: (place: Place): LogGroup[] => Object.values(groups(place)).sort((a, b) => (a.name < b.name ? -1 : 1)),

    createGroup(
      place: Place,
      name: string,
      more: { tags?: Tags; logGroupClass?: string; deletionProtection?: boolean },
    ) {
      if (find(place, name)) {
        throw new AwsError("ResourceAlreadyExistsException", "The specified log group already exists");
      }
      groups(place)[name] = {
        id: kernel.hex(12),
        name,
        createdAt: Math.floor(kernel.now()),
        tags: { ...more.tags },
        logGroupClass: more.logGroupClass ?? "STANDARD",
        deletionProtection: more.deletionProtection ?? false,
      };
    },

    deleteGroup(place: Place, name: string) {
      const of = group(place, name);
      if (of.deletionProtection) {
        throw new AwsError("ValidationException", `Log group ${name} has deletion protection enabled.`);
      }
      changes++;
      total -= lines(place, of).count;
      delete home[`${placeKey(place)}/${of.id}`];
      delete groups(place)[name];
    },

    retain(place: Place, name: string, days: number | undefined) {
      const of = group(place, name);
      if (days === undefined) delete of.retentionDays;
      else of.retentionDays = days;
    },

    createStream(place: Place, groupName: string, name: string) {
      if (Object.hasOwn(streams(place, groupName), name)) {
        throw new AwsError("ResourceAlreadyExistsException", "The specified log stream already exists");
      }
      newStream(place, group(place, groupName), name);
    },

    deleteStream(place: Place, groupName: string, name: string) {
      const gone = stream(place, groupName, name);
      const kept = lines(place, group(place, groupName));
      changes++;
      kept.count -= gone.at.length;
      kept.bytes -= sizeOf(gone.message);
      total -= gone.at.length;
      delete kept.streams[name];
    },
  };
}

/** Ten digits that name a stream in its group: part of its events' ids. */
function streamNumber(groupId: string, name: string): string {
  return String(Number.parseInt(stableHex(8, groupId, name), 16)).padStart(10, "0");
}
