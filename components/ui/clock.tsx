"use client";

import { createContext, type ReactNode, use, useEffect, useState, useSyncExternalStore } from "react";
import { ZONE_COOKIE } from "./zone";

/**
 * The account's clock in the browser. It starts at the server's `now`, so that the first render is the server's own, and
 * ticks from there; each new `now` (from a live frame) sets it again, also when the account's time jumped.
 */
export interface AccountClock {
  /** ms since the epoch, by the account's clock. */
  now(): number;
  /** The time the server drew with. */
  readonly drawnAt: number;
  subscribe(listener: () => void): () => void;
  set(now: number): void;
}

const tickers = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function everySecond(listener: () => void): () => void {
  tickers.add(listener);
  timer ??= setInterval(() => {
    for (const each of tickers) each();
  }, 1_000);
  return () => {
    tickers.delete(listener);
    if (tickers.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

export function createAccountClock(drawnAt: number): AccountClock {
  let offset: number | undefined;
  return {
    drawnAt,
    now: () => (offset === undefined ? drawnAt : Date.now() + offset),
    subscribe: everySecond,
    set(now) {
      offset = now - Date.now();
      for (const each of tickers) each();
    },
  };
}

const ClockContext = createContext<AccountClock>(createAccountClock(0));
const ZoneContext = createContext("UTC");

/** Gives the ages below it the time of one account: `now` is the snapshot's. */
export function ClockProvider({ now, children }: { now: number; children: ReactNode }) {
  const [clock] = useState(() => createAccountClock(now));
  useEffect(() => clock.set(now), [clock, now]);
  return <ClockContext value={clock}>{children}</ClockContext>;
}

/**
 * The reader's time zone: from the cookie on the server (so both sides draw the same), from the browser after the first
 * visit, which also stores it.
 */
export function ZoneProvider({ zone, children }: { zone: string; children: ReactNode }) {
  const [own, setOwn] = useState(zone);
  useEffect(() => {
    const found = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (!found || found === zone) return;
    writeCookie(ZONE_COOKIE, found);
    setOwn(found);
  }, [zone]);
  return <ZoneContext value={own}>{children}</ZoneContext>;
}

/** A cookie of one year for the reader's own settings; the server reads it before drawing. */
export function writeCookie(name: string, value: string): void {
  Reflect.set(document, "cookie", `${name}=${encodeURIComponent(value)}; Path=/; Max-Age=31536000; SameSite=Lax`);
}

export const useZone = (): string => use(ZoneContext);
export const useAccountClock = (): AccountClock => use(ClockContext);

/** A text made from the account's time. Draws again only when the text changes, looked at once a second. */
export function useClockText(words: (now: number) => string): string {
  const clock = use(ClockContext);
  return useSyncExternalStore(
    clock.subscribe,
    () => words(clock.now()),
    () => words(clock.drawnAt),
  );
}
