"use client";

import { useState } from "react";
import { useLogLines } from "@/components/live/use-log-lines";
import { useZone } from "@/components/ui/clock";
import { SkeletonLines } from "@/components/ui/skeleton";
import type { LogParts, Snapshot } from "@/lib/live/types";
import { LogStateWords } from "./log-states";
import { StillLines } from "./still-lines";
import { StreamColours } from "./streams";

const SHOWN = 60;

/** The newest lines of all containers, following: the overview's small pane. */
export function LogTail({ snapshot }: { snapshot: Snapshot<LogParts> }) {
  const { view, state } = useLogLines(snapshot);
  const [colours] = useState(() => new StreamColours());
  const zone = useZone();
  return (
    <>
      <LogStateWords state={state} filtered={false} />
      {view.length === 0 && !state.data && !state.error && (
        <SkeletonLines lines={12} label="Log lines are being read" />
      )}
      {view.length > 0 && <StillLines view={view} most={SHOWN} colours={colours} zone={zone} small />}
    </>
  );
}
