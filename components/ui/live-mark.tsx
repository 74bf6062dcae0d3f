"use client";

import type { LiveStatus } from "@/components/live/live-types";
import { Age } from "./age";
import { useMounted } from "./use-mounted";

const WORDS: Record<LiveStatus, string> = {
  live: "● Live",
  stale: "○ Connecting again",
  offline: "○ Not live: no connection to Slipway",
};

/** Whether the page follows what happens, and how old the newest reading is. `at` is ms by the account's clock. */
export function LiveMark({ status, at }: { status: LiveStatus; at: number }) {
  // Without scripts nothing follows anything.
  const mounted = useMounted();
  return (
    <span className="sub" data-read-at={at}>
      <span role="status">{mounted && WORDS[status]}</span>
      {at > 0 && (
        <>
          {mounted && " · "}updated <Age at={at} />
        </>
      )}
    </span>
  );
}
