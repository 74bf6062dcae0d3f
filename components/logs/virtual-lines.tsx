"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, useState } from "react";
import type { LogView } from "@/components/live/log-buffer";
import { Button } from "@/components/ui/button";
import { LineWords } from "./log-line";
import style from "./logs.module.css";
import { SCROLLS_BY_KEYS } from "./scrolls-by-keys";
import type { StreamColours } from "./streams";

const LINE_HEIGHT = 19.2;
/** Closer to the end than this counts as being there. */
const NEAR_END = 40;

interface VirtualLinesProps {
  view: LogView;
  /** Which lines are shown, or null for all. */
  shown: readonly number[] | null;
  colours: StreamColours;
  zone: string;
  wrap: boolean;
  times: boolean;
}

/**
 * As many lines as fit, out of up to 100,000; stays at the newest until the reader scrolls up. The virtualizer is an
 * object that changes in place, which the React Compiler must not keep from one drawing to the next.
 */
export function VirtualLines({ view, shown, colours, zone, wrap, times }: VirtualLinesProps) {
  "use no memo";
  const scroller = useRef<HTMLDivElement>(null);
  const [following, setFollowing] = useState(true);
  const count = shown ? shown.length : view.length;
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    overscan: 24,
    getItemKey: (index) => view.removed + (shown ? (shown[index] ?? index) : index),
  });
  useEffect(() => {
    const element = scroller.current;
    if (following && element) element.scrollTop = element.scrollHeight;
  });
  return (
    <div className={style.frame}>
      <section
        ref={scroller}
        className={style.log}
        aria-label="Log lines"
        {...SCROLLS_BY_KEYS}
        data-lines={count}
        onWheel={(event) => {
          if (event.deltaY < 0) setFollowing(false);
        }}
        onKeyDown={(event) => {
          if (event.key === "ArrowUp" || event.key === "PageUp" || event.key === "Home") setFollowing(false);
        }}
        onScroll={(event) => {
          const { scrollHeight, scrollTop, clientHeight } = event.currentTarget;
          const atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END;
          if (atEnd !== following && (atEnd || !virtual.isScrolling)) setFollowing(atEnd);
        }}
      >
        <div className={style.inner} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const line = view.get(shown ? (shown[item.index] ?? -1) : item.index);
            return (
              line && (
                <div
                  key={item.key}
                  ref={virtual.measureElement}
                  data-index={item.index}
                  className={`${style.line} ${style.placed} ${wrap ? style.wrap : ""}`}
                  style={{ transform: `translateY(${item.start}px)` }}
                >
                  <LineWords line={line} colours={colours} zone={zone} times={times} />
                </div>
              )
            );
          })}
        </div>
      </section>
      {!following && (
        <span className={style.jump}>
          <Button small onClick={() => setFollowing(true)}>
            ↓ Newest
          </Button>
        </span>
      )}
    </div>
  );
}
