"use client";

import { useEffect, useRef, useState } from "react";
import { Empty } from "@/components/ui/states";
import style from "./templates.module.css";

interface Side {
  readonly label: string;
  readonly text: string;
}

/** Two versions compared, side by side or in one column. The words before it has loaded say so. */
export function TemplateDiff({ before, after, split }: { before: Side; after: Side; split: boolean }) {
  const frame = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<"loading" | "shown" | "failed">("loading");
  useEffect(() => {
    let made: { destroy(): void } | undefined;
    let left = false;
    import("./code-mirror").then(
      ({ createDiff }) => {
        if (left || !frame.current) return;
        made = createDiff(frame.current, before, after, split);
        setState("shown");
      },
      () => setState("failed"),
    );
    return () => {
      left = true;
      made?.destroy();
    };
  }, [before, after, split]);
  if (before.text === after.text) return <Empty title="The two are the same, letter by letter." />;
  return (
    <>
      {state === "loading" && <p className="sub">Comparing …</p>}
      {state === "failed" && <Empty title="The comparison could not be loaded.">Load the page again.</Empty>}
      <div ref={frame} className={state === "shown" ? style.diff : undefined} />
    </>
  );
}
