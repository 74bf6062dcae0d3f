"use client";

import { useEffect, useState } from "react";
import type { TemplateCheck } from "@/lib/templates/check";

export interface Check {
  /** Of the text as it was when it was last read; undefined before. */
  readonly result?: TemplateCheck;
  /** The text has changed since. */
  readonly pending: boolean;
  readonly failed: boolean;
}

const PAUSE_MS = 350;

/** Reads and lints the text on the server, once the typing rests. */
export function useCheck(text: string): Check {
  const [done, setDone] = useState<{ text: string; result?: TemplateCheck; failed: boolean }>();
  useEffect(() => {
    if (text.trim() === "") return;
    const left = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const answer = await fetch("/api/templates/check", {
          method: "POST",
          headers: { "content-type": "text/plain" },
          body: text,
          signal: left.signal,
        });
        if (!answer.ok) throw new Error(answer.statusText);
        setDone({ text, result: await answer.json(), failed: false });
      } catch {
        if (!left.signal.aborted) setDone((before) => ({ text, result: before?.result, failed: true }));
      }
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      left.abort();
    };
  }, [text]);
  if (text.trim() === "") return { pending: false, failed: false };
  return { result: done?.result, pending: done?.text !== text, failed: done?.text === text && done.failed };
}
