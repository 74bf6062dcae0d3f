import type { Frame } from "@/lib/live/types";
import { joinCursors } from "./join-cursors";
import type { LiveStatus, Want } from "./live-types";
import type { openStream, Stream } from "./stream";

const NAME = "slipway-live";
/** A follower says again what it wants this often; one not heard of for three times as long is gone. */
const REPEAT_MS = 20_000;
const FORGET_MS = 60_000;
/** The leader passes on a tick every 5 s; without any the follower says so. */
const SILENCE_MS = 20_000;
const GATHER_MS = 20;

type Message =
  | { readonly type: "leader" }
  | { readonly type: "want"; readonly tab: string; readonly wants: readonly Want[] }
  | { readonly type: "bye"; readonly tab: string }
  | { readonly type: "frames"; readonly frames: readonly Frame[] }
  | { readonly type: "status"; readonly status: LiveStatus };

/** What the browser gives; a test gives its own. */
export interface Platform {
  readonly locks: Pick<LockManager, "request">;
  channel(name: string): Pick<BroadcastChannel, "postMessage" | "close"> & {
    onmessage: ((event: MessageEvent) => void) | null;
  };
  readonly tab: string;
  readonly open: typeof openStream;
  now(): number;
}

/**
 * One stream for all of a browser's visible tabs: whoever holds the lock opens it for itself and the others, and passes
 * their frames on. When its tab closes or hides, the lock goes to the next, who opens anew from everybody's cursors.
 */
export function openSharedStream(options: Parameters<typeof openStream>[0], platform: Platform): Stream {
  const { tab } = platform;
  const channel = platform.channel(NAME);
  const life = new AbortController();
  let own: readonly Want[] = [];
  let leading: Leader | undefined;
  let heardAt = platform.now();
  let release = () => {};

  const post = (message: Message) => channel.postMessage(message);
  const plain = () => own.map(({ topic, cursor, fresh }) => ({ topic, cursor, fresh }));
  const say = () => post({ type: "want", tab, wants: plain() });

  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    switch (data.type) {
      case "leader":
        return say();
      case "want":
        return leading?.want(data.tab, data.wants);
      case "bye":
        return leading?.forget(data.tab);
      case "frames":
      case "status":
        if (leading) return;
        heardAt = platform.now();
        if (data.type === "frames") options.onFrames(data.frames);
        else options.onStatus(data.status);
    }
  };

  const repeat = setInterval(() => {
    if (leading) return leading.sweep();
    say();
    if (platform.now() - heardAt > SILENCE_MS) options.onStatus("stale");
  }, REPEAT_MS);

  platform.locks
    .request(NAME, { signal: life.signal }, () => {
      if (life.signal.aborted) return;
      leading = new Leader(tab, options, platform, post);
      leading.want(tab, plain());
      post({ type: "leader" });
      return new Promise<void>((resolve) => {
        release = resolve;
      });
    })
    .catch(() => {});

  return {
    want(wants) {
      own = wants;
      if (leading) leading.want(tab, plain());
      else say();
    },
    nudge() {
      if (leading) leading.nudge();
      else say();
    },
    close() {
      clearInterval(repeat);
      if (!leading) post({ type: "bye", tab });
      life.abort();
      leading?.close();
      leading = undefined;
      release();
      channel.close();
    },
  };
}

/** The tab that has the stream. */
class Leader {
  readonly #tabs = new Map<string, { topics: ReadonlySet<string>; heardAt: number }>();
  /** What the stream is over, and how far it has come. */
  readonly #current = new Map<string, Want>();
  readonly #stream: Stream;
  #status: LiveStatus | undefined;
  #opening: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly own: string,
    private readonly options: Parameters<typeof openStream>[0],
    private readonly platform: Platform,
    private readonly post: (message: Message) => void,
  ) {
    this.#stream = platform.open({
      onFrames: (frames) => this.#pass(frames),
      onStatus: (status) => {
        this.#status = status;
        options.onStatus(status);
        post({ type: "status", status });
      },
      onSignedOut: options.onSignedOut,
    });
  }

  /** All a tab wants, from where it is; a topic it wanted before goes on where the stream is, unless somebody joined. */
  want(tab: string, wants: readonly Want[]): void {
    const before = this.#tabs.get(tab)?.topics;
    this.#tabs.set(tab, { topics: new Set(wants.map(({ topic }) => topic)), heardAt: this.platform.now() });
    let changed = this.#drop();
    for (const { topic, cursor, fresh } of wants) {
      const current = this.#current.get(topic);
      if (!current) this.#current.set(topic, { topic, cursor });
      else if ((before?.has(topic) && !fresh) || current.cursor === cursor) continue;
      else current.cursor = joinCursors(current.cursor, cursor);
      changed = true;
    }
    if (changed) this.#open();
    else if (this.#status && tab !== this.own) this.post({ type: "status", status: this.#status });
  }

  forget(tab: string): void {
    this.#tabs.delete(tab);
    if (this.#drop()) this.#open();
  }

  /** Forgets tabs that went without a word. */
  sweep(): void {
    for (const [tab, { heardAt }] of this.#tabs) {
      if (tab !== this.own && this.platform.now() - heardAt > FORGET_MS) this.forget(tab);
    }
  }

  nudge(): void {
    this.#stream.nudge();
  }

  close(): void {
    clearTimeout(this.#opening);
    this.#stream.close();
  }

  /** Topics nobody wants any more; true when there were some. */
  #drop(): boolean {
    const wanted = new Set([...this.#tabs.values()].flatMap(({ topics }) => [...topics]));
    let dropped = false;
    for (const topic of this.#current.keys()) if (!wanted.has(topic)) dropped = this.#current.delete(topic);
    return dropped;
  }

  #open(): void {
    clearTimeout(this.#opening);
    this.#opening = setTimeout(() => this.#stream.want([...this.#current.values()]), GATHER_MS);
  }

  #pass(frames: readonly Frame[]): void {
    for (const frame of frames) {
      const current = frame.topic === undefined ? undefined : this.#current.get(frame.topic);
      if (current && "cursor" in frame) current.cursor = frame.cursor;
    }
    this.options.onFrames(frames);
    const elsewhere = new Set<string>();
    for (const [tab, { topics }] of this.#tabs) if (tab !== this.own) for (const topic of topics) elsewhere.add(topic);
    const theirs = frames.filter(({ topic }) => topic !== undefined && elsewhere.has(topic));
    if (theirs.length > 0) this.post({ type: "frames", frames: theirs });
  }
}
