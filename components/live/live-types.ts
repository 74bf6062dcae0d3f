import type { Frame } from "@/lib/live/types";

/**
 * live: the stream is open. stale: it broke a moment ago and is being opened again.
 * offline: no stream for ten seconds or more, or the browser has no network.
 */
export type LiveStatus = "live" | "stale" | "offline";

/** Frames of one topic that arrived together. */
export type FramesListener = (frames: readonly Frame[]) => void;
export type StatusListener = (status: LiveStatus) => void;

/** One topic somebody wants, and how far its frames are known. */
export interface Want {
  readonly topic: string;
  cursor: string;
  /** A listener joined who may be elsewhere: the cursor must be heeded, also where the topic runs already. */
  fresh?: boolean;
}
