import type { LogLine } from "./types";

/** Where a container writes: a log group, and the start of its streams' names when it has a prefix. */
export interface LogSource {
  readonly group: string;
  readonly container: string;
  readonly streamPrefix?: string;
}

export interface LineFilter {
  readonly container?: string;
  /** The last part of a stream's name. */
  readonly task?: string;
  readonly text?: string;
}

/**
 * Which lines of a group belong to a service and pass a viewer's filter. A group may be shared by services: their
 * streams are told apart by prefix and container. Without a prefix a stream's name says nothing, and all are taken.
 */
export function lineSelector(sources: readonly LogSource[], filter: LineFilter): (line: LogLine) => boolean {
  const wanted = filter.container ? sources.filter(({ container }) => container === filter.container) : sources;
  const starts = wanted.map(({ container, streamPrefix }) => (streamPrefix ? `${streamPrefix}/${container}/` : ""));
  const end = filter.task ? `/${filter.task}` : "";
  const text = filter.text?.toLowerCase();
  return ({ stream, message }) =>
    starts.some((start) => stream.startsWith(start)) &&
    stream.endsWith(end) &&
    (text === undefined || message.toLowerCase().includes(text));
}

/** Lines in the order they are read: by time, then by arrival. */
export const byTime = (a: LogLine, b: LogLine): number =>
  a.at - b.at || a.ingestedAt - b.ingestedAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
