"use client";

import { useClockText, useZone } from "./clock";
import { ageWords, clockOrDay, durationWords, exactTime } from "./format";

/** "12 min ago", ticking; the exact time and zone on hover. `at` is ms by the account's clock. */
export function Age({ at, className }: { at: number; className?: string }) {
  const zone = useZone();
  const words = useClockText((now) => ageWords(at, now));
  return (
    <time dateTime={new Date(at).toISOString()} title={exactTime(at, zone)} className={className ?? "nowrap"}>
      {words}
    </time>
  );
}

/** The time of day ("14:03:12", with the day when it is not today); the exact one on hover. */
export function ClockTime({ at, className }: { at: number; className?: string }) {
  const zone = useZone();
  const words = useClockText((now) => clockOrDay(at, now, zone));
  return (
    <time dateTime={new Date(at).toISOString()} title={exactTime(at, zone)} className={className ?? "nowrap"}>
      {words}
    </time>
  );
}

/** How long something has gone on since `since`, or lasted until `until`: "2 min 28 s". */
export function Elapsed({ since, until }: { since: number; until?: number }) {
  const words = useClockText((now) => durationWords((until ?? now) - since));
  return <span className="nowrap">{words}</span>;
}
