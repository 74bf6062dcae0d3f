"use client";
import { useEffect, useState } from "react";
import type { Snapshot, TopicParts } from "@/lib/live/types";
import { applyFrames } from "./apply-frames";
import { connection } from "./connection";
import type { LiveStatus } from "./live-types";

export interface Live<P> {
  readonly parts: P;
  readonly status: LiveStatus;
  /** The account's (AWS's) time at the newest frame, ms. */
  readonly now: number;
}

/**
 * Goes on from the snapshot the server drew: the same parts, kept up to date over the page's one stream.
 * A newer snapshot (after navigation or `router.refresh()`) takes its place.
 */
export function useLive<P extends TopicParts>(snapshot: Snapshot<P>): Live<P> {
  const [given, setGiven] = useState(snapshot);
  const [current, setCurrent] = useState(snapshot);
  const [status, setStatus] = useState<LiveStatus>("live");
  let shown = current;
  if (snapshot !== given) {
    setGiven(snapshot);
    if (snapshot.topic !== current.topic || snapshot.now > current.now) {
      setCurrent(snapshot);
      shown = snapshot;
    }
  }
  const { topic, cursor } = given;
  useEffect(
    () =>
      connection.watch(
        topic,
        cursor,
        (frames) => setCurrent((before) => (before.topic === topic ? applyFrames(before, frames) : before)),
        setStatus,
      ),
    [topic, cursor],
  );
  return { parts: shown.parts, status, now: shown.now };
}
