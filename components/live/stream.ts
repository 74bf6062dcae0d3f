import type { Frame } from "@/lib/live/types";
import type { LiveStatus, Want } from "./live-types";
import { readEvents } from "./read-events";

const FIRST_RETRY_MS = 300;
const LONGEST_RETRY_MS = 5_000;
/** Each topic ticks every 5 s; a stream that says nothing for much longer is dead (sleep, a proxy). */
const SILENCE_MS = 15_000;
const OFFLINE_AFTER_MS = 10_000;

export interface Stream {
  /** Opens, or opens again, with these topics from their cursors; none closes. */
  want(wants: readonly Want[]): void;
  /** Tries at once instead of waiting for the next retry. */
  nudge(): void;
  close(): void;
}

/** Keeps one SSE stream open over all topics, again and again until closed. */
export function openStream(options: {
  onFrames: (frames: readonly Frame[]) => void;
  onStatus: (status: LiveStatus) => void;
  /** The session is gone. */
  onSignedOut: () => void;
}): Stream {
  let wants: readonly Want[] = [];
  let attempt: AbortController | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let offline: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;

  const stop = () => {
    attempt?.abort();
    attempt = undefined;
    clearTimeout(retry);
  };
  const broken = () => {
    options.onStatus("stale");
    offline ??= setTimeout(() => options.onStatus("offline"), OFFLINE_AFTER_MS);
    const wait = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** failures) * (0.7 + Math.random() * 0.3);
    failures += 1;
    retry = setTimeout(start, wait);
  };
  const alive = () => {
    failures = 0;
    clearTimeout(offline);
    offline = undefined;
    options.onStatus("live");
  };

  async function start(): Promise<void> {
    stop();
    if (wants.length === 0) return;
    const mine = new AbortController();
    attempt = mine;
    let silence = setTimeout(() => mine.abort(), SILENCE_MS);
    try {
      const query = new URLSearchParams();
      for (const { topic, cursor } of wants) {
        query.append("topic", topic);
        query.append("cursor", cursor);
      }
      const response = await fetch(`/api/live?${query}`, {
        signal: mine.signal,
        headers: { accept: "text/event-stream" },
        cache: "no-store",
      });
      if (response.status === 401) {
        stop();
        options.onStatus("offline");
        return options.onSignedOut();
      }
      if (!response.ok || !response.body) throw new Error(`live stream: ${response.status}`);
      alive();
      await readEvents(response.body, (frames) => {
        clearTimeout(silence);
        silence = setTimeout(() => mine.abort(), SILENCE_MS);
        if (attempt === mine) options.onFrames(frames);
      });
    } catch {
      // A cut stream is ordinary: the loop below opens it again from the cursors.
    } finally {
      clearTimeout(silence);
    }
    if (attempt !== mine) return;
    attempt = undefined;
    broken();
  }

  return {
    want(next) {
      wants = next;
      void start();
    },
    nudge() {
      failures = 0;
      if (!attempt && wants.length > 0) void start();
    },
    close() {
      wants = [];
      stop();
      clearTimeout(offline);
      offline = undefined;
    },
  };
}
