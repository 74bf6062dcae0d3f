"use client";

import { useEffect, useState } from "react";

export interface TextDraft {
  readonly title: string;
  readonly text: string;
  readonly reason: string;
}

/**
 * What was typed and not saved, kept in this tab: a reload, a sign-out or a wrong click costs nothing. It comes back
 * only over the version it was made from (`key` names it).
 */
export function useTextDraft(key: string, initial: TextDraft) {
  const [draft, setDraft] = useState(initial);
  const [restored, setRestored] = useState<TextDraft>();
  useEffect(() => {
    const found = read(key);
    if (!found) return;
    setDraft(found);
    setRestored(found);
  }, [key]);
  return {
    draft,
    /** What was found when the page opened; the editor takes its text from here. */
    restored,
    set(change: Partial<TextDraft>) {
      setDraft((current) => {
        const next = { ...current, ...change };
        write(key, next);
        return next;
      });
    },
    discard() {
      write(key, undefined);
      setDraft(initial);
      setRestored(undefined);
    },
    forget: () => write(key, undefined),
  };
}

function read(key: string): TextDraft | undefined {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(key) ?? "null");
    if (typeof found !== "object" || found === null) return undefined;
    const { title, text, reason } = found as Record<string, unknown>;
    if (typeof title !== "string" || typeof text !== "string" || typeof reason !== "string") return undefined;
    return { title, text, reason };
  } catch {
    return undefined;
  }
}

function write(key: string, draft: TextDraft | undefined): void {
  try {
    if (draft) sessionStorage.setItem(key, JSON.stringify(draft));
    else sessionStorage.removeItem(key);
  } catch {
    // A full or forbidden storage only costs the draft.
  }
}
