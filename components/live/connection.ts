import type { Frame } from "@/lib/live/types";
import { joinCursors } from "./join-cursors";
import type { FramesListener, LiveStatus, StatusListener, Want } from "./live-types";
import { openSharedStream } from "./shared-stream";
import { openStream, type Stream } from "./stream";

/** Six streams on HTTP/1.1 block a seventh request, so a tab nobody looks at closes its own. */
const HIDDEN_CLOSES_AFTER_MS = 10_000;

interface Watched extends Want {
  readonly listeners: Set<FramesListener>;
}

/** One stream for the browser where it can share, else one for this tab. */
function openBest(options: Parameters<typeof openStream>[0]): Stream {
  if (typeof BroadcastChannel === "undefined" || !("locks" in navigator)) return openStream(options);
  return openSharedStream(options, {
    locks: navigator.locks,
    channel: (name) => new BroadcastChannel(name),
    tab: `${performance.timeOrigin}-${Math.random().toString(36).slice(2)}`,
    open: openStream,
    now: () => performance.now(),
  });
}

/** All topics of this tab over one stream. */
class Connection {
  readonly #topics = new Map<string, Watched>();
  readonly #statusListeners = new Set<StatusListener>();
  #status: LiveStatus = "live";
  #stream: Stream | undefined;
  #pending = false;
  #hidden: ReturnType<typeof setTimeout> | undefined;
  #listening = false;

  /** Hears a topic's frames from `cursor` on; a second listener of a topic may make earlier parts come again. */
  watch(topic: string, cursor: string, listener: FramesListener, status: StatusListener): () => void {
    this.#listen();
    const known = this.#topics.get(topic);
    if (known) {
      known.listeners.add(listener);
      if (known.cursor !== cursor) {
        known.cursor = joinCursors(known.cursor, cursor);
        known.fresh = true;
        this.#reopen();
      }
    } else {
      this.#topics.set(topic, { topic, cursor, fresh: true, listeners: new Set([listener]) });
      this.#reopen();
    }
    this.#statusListeners.add(status);
    status(this.#status);
    return () => {
      this.#statusListeners.delete(status);
      const watched = this.#topics.get(topic);
      watched?.listeners.delete(listener);
      if (watched?.listeners.size === 0) {
        this.#topics.delete(topic);
        this.#reopen();
      }
    };
  }

  /** Once a turn, however many hooks mount in it. */
  #reopen(): void {
    if (this.#pending) return;
    this.#pending = true;
    setTimeout(() => {
      this.#pending = false;
      if (document.visibilityState === "visible" || this.#hidden !== undefined) this.#open();
    }, 0);
  }

  #open(): void {
    this.#stream ??= openBest({
      onFrames: (frames) => this.#deliver(frames),
      onStatus: (status) => this.#say(status),
      onSignedOut: () => window.location.reload(),
    });
    const wants = [...this.#topics.values()];
    this.#stream.want(wants);
    for (const want of wants) want.fresh = false;
  }

  #deliver(frames: readonly Frame[]): void {
    // The browser may have said "offline" of a network this stream does not need.
    this.#say("live");
    const byTopic = new Map<string, Frame[]>();
    for (const frame of frames) {
      const topic = frame.topic;
      if (topic === undefined) {
        for (const name of this.#topics.keys()) push(byTopic, name, frame);
        continue;
      }
      const watched = this.#topics.get(topic);
      if (!watched) continue;
      if ("cursor" in frame && frame.cursor) watched.cursor = frame.cursor;
      push(byTopic, topic, frame);
    }
    for (const [topic, own] of byTopic) {
      for (const listener of this.#topics.get(topic)?.listeners ?? []) listener(own);
    }
  }

  #say(status: LiveStatus): void {
    if (status === this.#status) return;
    this.#status = status;
    for (const listener of this.#statusListeners) listener(status);
  }

  #listen(): void {
    if (this.#listening) return;
    this.#listening = true;
    document.addEventListener("visibilitychange", () => {
      clearTimeout(this.#hidden);
      this.#hidden = undefined;
      if (document.visibilityState === "visible") {
        if (this.#stream) this.#stream.nudge();
        else this.#open();
      } else {
        this.#hidden = setTimeout(() => {
          this.#hidden = undefined;
          this.#stream?.close();
          this.#stream = undefined;
        }, HIDDEN_CLOSES_AFTER_MS);
      }
    });
    window.addEventListener("online", () => this.#stream?.nudge());
    window.addEventListener("offline", () => this.#say("offline"));
  }
}

function push(into: Map<string, Frame[]>, key: string, frame: Frame): void {
  const list = into.get(key);
  if (list) list.push(frame);
  else into.set(key, [frame]);
}

export const connection = new Connection();
