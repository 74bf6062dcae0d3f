"use client";

import { useState } from "react";
import { mergeTimeline, resourceSteps, SOURCES, type Source } from "@/components/timeline/merge";
import { failedSources, nothingRead } from "@/components/timeline/sources";
import { Timeline } from "@/components/timeline/timeline";
import { Card } from "@/components/ui/card";
import { BareInput } from "@/components/ui/field";
import { plural } from "@/components/ui/format";
import { inAddress } from "@/components/ui/in-address";
import { SkeletonLines } from "@/components/ui/skeleton";
import { Empty, StaleLine } from "@/components/ui/states";
import { Toggle } from "@/components/ui/toggle";
import style from "./events.module.css";
import { useService } from "./service-context";

/** Service events, stack events, scaling, alarms, tasks and releases in one list. `text` and `off` come from the address. */
export function Events({ text: given, off: givenOff }: { text: string; off: readonly string[] }) {
  const { parts, stackRef } = useService();
  const [text, setText] = useState(given);
  const [off, setOff] = useState<readonly string[]>(givenOff);
  const all = [...mergeTimeline(parts, stackRef.stack), ...resourceSteps(parts.stackEvents.data ?? [])].sort(
    (a, b) => b.at - a.at,
  );
  const words = text.trim().toLowerCase();
  const shown = all.filter(
    (each) =>
      !off.includes(each.source) && (!words || `${each.words} ${each.detail ?? ""}`.toLowerCase().includes(words)),
  );
  const toggle = (source: Source) => {
    const next = off.includes(source) ? off.filter((each) => each !== source) : [...off, source];
    setOff(next);
    inAddress("off", next.join(",") || "none");
  };
  return (
    <Card>
      <div className={style.bar}>
        <div className={style.filter}>
          <BareInput
            type="search"
            aria-label="Filter events"
            placeholder="Filter events"
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              inAddress("q", event.target.value);
            }}
          />
        </div>
        <fieldset className={style.sources}>
          <legend className="hidden-text">Sources</legend>
          {Object.entries(SOURCES).map(([source, label]) => (
            <Toggle key={source} checked={!off.includes(source)} onChange={() => toggle(source as Source)}>
              {label}
            </Toggle>
          ))}
        </fieldset>
        <span className="sub" role="status">
          {shown.length} of {plural(all.length, "event")}
        </span>
      </div>
      {failedSources(parts).map(({ error, at }) => (
        <StaleLine key={error.message} error={error} at={at} />
      ))}
      {nothingRead(parts) ? (
        <SkeletonLines lines={12} label="Events are being read" />
      ) : shown.length > 0 ? (
        <Timeline key={`${words} ${off.join()}`} happenings={shown} most={100} />
      ) : (
        <Empty title={all.length > 0 ? "Nothing matches." : "Nothing has happened yet."}>
          {all.length > 0 ? "Another word, or more sources, may." : undefined}
        </Empty>
      )}
    </Card>
  );
}
