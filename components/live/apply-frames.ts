import type { Frame, Part, Snapshot } from "@/lib/live/types";

/** A snapshot with frames laid over it: changed parts replaced whole, ages brought up to date. Pure. */
export function applyFrames<P extends object>(snapshot: Snapshot<P>, frames: readonly Frame[]): Snapshot<P> {
  let { cursor, now, parts } = snapshot;
  for (const frame of frames) {
    if (frame.type === "error" || (frame.topic !== undefined && frame.topic !== snapshot.topic)) continue;
    now = frame.now;
    if (frame.type === "tick") {
      if (frame.at) parts = withAges(parts, frame.at);
      continue;
    }
    cursor = frame.cursor;
    if (frame.type === "parts") parts = { ...parts, ...frame.parts };
    else if (frame.type === "snapshot" || frame.type === "reset") parts = frame.parts as P;
  }
  return { topic: snapshot.topic, cursor, now, parts };
}

/** Says of unchanged parts that they were read again. */
function withAges<P extends object>(parts: P, ages: Readonly<Record<string, number>>): P {
  const known = parts as Readonly<Record<string, Part<unknown>>>;
  const renewed: Record<string, Part<unknown>> = {};
  for (const [name, at] of Object.entries(ages)) {
    const part = known[name];
    if (part) renewed[name] = { ...part, at };
  }
  return { ...parts, ...renewed };
}
