"use client";

import { useDeferredValue, useState } from "react";
import { useLogLines } from "@/components/live/use-log-lines";
import { Button } from "@/components/ui/button";
import { useZone } from "@/components/ui/clock";
import { BareInput } from "@/components/ui/field";
import { plural } from "@/components/ui/format";
import { inAddress } from "@/components/ui/in-address";
import { LiveMark } from "@/components/ui/live-mark";
import { SkeletonLines } from "@/components/ui/skeleton";
import { Toggle } from "@/components/ui/toggle";
import { useMounted } from "@/components/ui/use-mounted";
import type { LogParts, Snapshot } from "@/lib/live/types";
import { FILTERED_LINES, filterLines } from "./filter-lines";
import { type LogChoice, LogPicker } from "./log-picker";
import { LogStateWords } from "./log-states";
import style from "./logs.module.css";
import { StillLines } from "./still-lines";
import { StreamColours } from "./streams";
import { VirtualLines } from "./virtual-lines";

export interface LogPaneProps {
  snapshot: Snapshot<LogParts>;
  choices: readonly LogChoice[];
  /** The chosen one's `value`. */
  chosen: string;
  /** From the address: filter text, wrapped lines, times hidden. */
  text: string;
  wrap: boolean;
  times: boolean;
}

/** Log lines as they are written: followed, paused, filtered. The address holds what is chosen. */
export function LogPane(props: LogPaneProps) {
  const [paused, setPaused] = useState(false);
  const { view, state, status, waiting, skipped, now, clear } = useLogLines(props.snapshot, { paused });
  const [text, setText] = useState(props.text);
  const [wrap, setWrap] = useState(props.wrap);
  const [times, setTimes] = useState(props.times);
  const [colours] = useState(() => new StreamColours());
  const mounted = useMounted();
  const zone = useZone();
  const wanted = useDeferredValue(text);
  const shown = filterLines(view, wanted);
  const any = shown ? shown.length > 0 : view.length > 0;
  return (
    <>
      <div className={style.bar}>
        <LogPicker choices={props.choices} chosen={props.chosen} />
        <div className={style.filter}>
          <BareInput
            type="search"
            aria-label="Filter lines"
            placeholder="Filter: text or container"
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              inAddress("q", event.target.value);
            }}
          />
        </div>
        <Button small aria-pressed={paused} onClick={() => setPaused(!paused)}>
          {paused ? `Resume, ${plural(waiting, "new line")}` : "Pause"}
        </Button>
        <Button small onClick={clear}>
          Clear
        </Button>
        <Toggle
          checked={wrap}
          onChange={(on) => {
            setWrap(on);
            inAddress("wrap", on ? "1" : "");
          }}
        >
          Wrap
        </Toggle>
        <Toggle
          checked={times}
          onChange={(on) => {
            setTimes(on);
            inAddress("times", on ? "" : "0");
          }}
        >
          Times
        </Toggle>
        <LiveMark status={status} at={now} />
      </div>
      <LogStateWords state={state} filtered={wanted !== ""} />
      {!any && !state.data && !state.error && <SkeletonLines lines={12} label="Log lines are being read" />}
      {any && !mounted && <StillLines view={view} most={150} colours={colours} zone={zone} />}
      {any && mounted && (
        <VirtualLines view={view} shown={shown} colours={colours} zone={zone} wrap={wrap} times={times} />
      )}
      {!any && wanted && (
        <p className="sub">
          None of the newest {plural(Math.min(view.length, FILTERED_LINES), "line")} holds “{wanted.trim()}”.
        </p>
      )}
      <p className="sub" role="status" style={{ marginTop: 6 }}>
        {shown ? `${shown.length} of ${plural(view.length, "line")} match` : plural(view.length, "line")}
        {skipped > 0 && ` · ${skipped} skipped: they came faster than this browser could take them`}
        {view.removed > 0 && ` · ${view.removed} older ones no longer kept here`}
      </p>
    </>
  );
}
