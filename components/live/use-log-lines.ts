"use client";
import { useEffect, useRef, useState } from "react";
import type { Frame, LogParts, Part, Snapshot } from "@/lib/live/types";
import type { LogLine, LogState } from "@/lib/logs/types";
import { connection } from "./connection";
import type { LiveStatus } from "./live-types";
import { LogBuffer, type LogView } from "./log-buffer";

export interface LogLines {
  readonly view: LogView;
  readonly state: Part<LogState>;
  readonly status: LiveStatus;
  /** The account's time at the newest frame, ms. */
  readonly now: number;
  /** New lines that came while paused; they are kept and shown on resume. */
  readonly waiting: number;
  /** Lines this browser was too slow to be sent. */
  readonly skipped: number;
  clear(): void;
}

interface Shown {
  readonly topic: string;
  readonly view: LogView;
  readonly state: Part<LogState>;
  readonly now: number;
  readonly waiting: number;
  readonly skipped: number;
}

const first = (snapshot: Snapshot<LogParts>, view: LogView): Shown => ({
  topic: snapshot.topic,
  view,
  state: snapshot.parts.state,
  now: snapshot.now,
  waiting: 0,
  skipped: 0,
});

const plain = (lines: readonly LogLine[]): LogView => ({
  length: lines.length,
  removed: 0,
  get: (index) => lines[index],
});

/** Follows a log topic from the server's snapshot: up to 100,000 lines in time order, drawn once an animation frame. */
export function useLogLines(snapshot: Snapshot<LogParts>, options: { paused?: boolean } = {}): LogLines {
  const paused = options.paused ?? false;
  const [shown, setShown] = useState(() => first(snapshot, plain(snapshot.parts.lines.data ?? [])));
  const [status, setStatus] = useState<LiveStatus>("live");
  const tail = useRef<Tail | null>(null);
  const pausing = useRef(paused);
  const { topic } = snapshot;
  const start = useRef(snapshot);
  useEffect(() => {
    start.current = snapshot;
  }, [snapshot]);
  useEffect(() => {
    const from = start.current;
    const mine = new Tail(from, setShown);
    mine.pause(pausing.current);
    tail.current = mine;
    const stop = connection.watch(topic, from.cursor, (frames) => mine.take(frames), setStatus);
    return () => {
      stop();
      mine.close();
    };
  }, [topic]);
  useEffect(() => {
    pausing.current = paused;
    tail.current?.pause(paused);
  }, [paused]);
  const current = shown.topic === topic ? shown : first(snapshot, plain(snapshot.parts.lines.data ?? []));
  return { ...current, status, clear: () => tail.current?.clear() };
}

/** Gathers frames and shows them once an animation frame; holds lines back while paused. */
class Tail {
  readonly #buffer: LogBuffer;
  #held = new LogBuffer();
  #paused = false;
  #shown: Shown;
  #drawing = 0;

  constructor(
    snapshot: Snapshot<LogParts>,
    private readonly draw: (shown: Shown) => void,
  ) {
    this.#buffer = new LogBuffer(snapshot.parts.lines.data ?? []);
    this.#shown = first(snapshot, this.#buffer.view());
    this.#drawSoon();
  }

  take(frames: readonly Frame[]): void {
    for (const frame of frames) {
      if (frame.type === "error") continue;
      this.#shown = { ...this.#shown, now: frame.now };
      if (frame.type === "lines") {
        this.#add(frame.lines);
        if (frame.skipped) this.#shown = { ...this.#shown, skipped: this.#shown.skipped + frame.skipped };
      } else if (frame.type !== "tick") {
        const parts = frame.parts as Partial<LogParts>;
        if (parts.state) this.#shown = { ...this.#shown, state: parts.state };
        if (parts.lines?.data) this.#add(parts.lines.data);
      }
    }
    this.#drawSoon();
  }

  pause(paused: boolean): void {
    this.#paused = paused;
    if (!paused) {
      this.#buffer.add(this.#held.lines());
      this.#held = new LogBuffer();
    }
    this.#drawSoon();
  }

  clear(): void {
    this.#buffer.clear();
    this.#held.clear();
    this.#drawSoon();
  }

  close(): void {
    cancelAnimationFrame(this.#drawing);
  }

  #add(lines: readonly LogLine[]): void {
    (this.#paused ? this.#held : this.#buffer).add(lines);
  }

  #drawSoon(): void {
    if (this.#drawing) return;
    this.#drawing = requestAnimationFrame(() => {
      this.#drawing = 0;
      this.#shown = { ...this.#shown, view: this.#buffer.view(), waiting: this.#held.view().length };
      this.draw(this.#shown);
    });
  }
}
