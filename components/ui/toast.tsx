"use client";

import { useSyncExternalStore } from "react";
import type { Tone } from "@/lib/stacks/types";
import { Button } from "./button";
import style from "./toast.module.css";

export interface Toast {
  readonly tone: Tone;
  /** What happened, in a few words; the sign alone is not enough. */
  readonly words: string;
  readonly detail?: string;
}

interface Shown extends Toast {
  readonly key: number;
}

const NONE: readonly Shown[] = [];
let shown = NONE;
let counter = 0;
const listeners = new Set<() => void>();

function change(next: readonly Shown[]) {
  shown = next;
  for (const listener of listeners) listener();
}

/** Shows a short message. Failures stay until closed, the rest leaves after 6 s. */
export function toast(message: Toast): void {
  const key = ++counter;
  change([...shown.slice(-3), { ...message, key }]);
  if (message.tone !== "bad") setTimeout(() => change(shown.filter((each) => each.key !== key)), 6_000);
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
};

/** Drawn once, by the shell. */
export function ToastHost() {
  const toasts = useSyncExternalStore(
    subscribe,
    () => shown,
    () => NONE,
  );
  return (
    <ul className={style.host} aria-live="polite" aria-label="Messages">
      {toasts.map((each) => (
        <li key={each.key} className={`${style.toast} ${style[each.tone] ?? ""}`}>
          <div>
            <strong>{each.words}</strong>
            {each.detail && <div className="sub break">{each.detail}</div>}
          </div>
          <Button
            tone="quiet"
            small
            aria-label="Close this message"
            onClick={() => change(shown.filter((other) => other.key !== each.key))}
          >
            ✕
          </Button>
        </li>
      ))}
    </ul>
  );
}
