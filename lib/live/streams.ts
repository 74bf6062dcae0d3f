import "server-only";
import { SlipwayError } from "@/lib/errors";

/** A browser's tabs share one or two; this many is a program that forgets to close them. */
const MOST_A_SESSION = 100;

/** Streams that are open in this process, by session. One a process (`lib/runtime.ts`). */
export interface Streams {
  /** Counts one more of `session`; answers what ends it (again and again does no harm). Throws `unavailable` past 100. */
  open(session: string): () => void;
}

export function createStreams(): Streams {
  const open = new Map<string, number>();
  return {
    open(session) {
      const count = open.get(session) ?? 0;
      if (count >= MOST_A_SESSION) {
        throw new SlipwayError("unavailable", `This session has ${MOST_A_SESSION} live streams open already.`, {
          hint: "Close some pages, or sign in again.",
        });
      }
      open.set(session, count + 1);
      let ended = false;
      return () => {
        if (ended) return;
        ended = true;
        const left = (open.get(session) ?? 1) - 1;
        if (left > 0) open.set(session, left);
        else open.delete(session);
      };
    },
  };
}
