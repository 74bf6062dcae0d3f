"use client";

import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import { useZone } from "@/components/ui/clock";
import style from "./chart.module.css";
import type { CpuChartModel } from "./cpu-model";
import { CpuSvg } from "./cpu-svg";
import { CpuTable } from "./cpu-table";

const CpuRecharts = dynamic(() => import("./cpu-recharts").then((module) => module.CpuRecharts), { ssr: false });

/**
 * CPU with its causes: thresholds, alarm states, instances, scaling and deployments. The server's drawing is complete;
 * when the browser is idle, recharts takes over the plot for the cursor.
 */
export function CpuChart({ model }: { model: CpuChartModel }) {
  const zone = useZone();
  const [live, setLive] = useState(false);
  // The first plot stays until the second one is there: nobody sees an empty chart between them.
  const [drawn, setDrawn] = useState(false);
  useEffect(() => {
    let wanted = true;
    const load = () => {
      void import("./cpu-recharts").then(() => {
        if (wanted) setLive(true);
      });
    };
    // Safari has no idle callback.
    const idle = "requestIdleCallback" in window ? window.requestIdleCallback(load, { timeout: 2_000 }) : undefined;
    const timer = idle === undefined ? setTimeout(load, 300) : undefined;
    return () => {
      wanted = false;
      clearTimeout(timer);
      if (idle !== undefined) window.cancelIdleCallback(idle);
    };
  }, []);
  return (
    <div className={style.chart}>
      <CpuSvg model={model} zone={zone} withPlot={!drawn} />
      {live && <CpuRecharts model={model} zone={zone} onDrawn={setDrawn} />}
      <CpuTable model={model} zone={zone} />
    </div>
  );
}

/** What the signs of the chart mean. */
export function CpuLegend({ counted }: Pick<CpuChartModel, "counted">) {
  return (
    <span className={style.legend} aria-hidden="true">
      <Sign words="CPU">
        <path d="M0 5h14" stroke="var(--acc)" strokeWidth="2" />
      </Sign>
      <Sign words="thresholds">
        <path d="M0 5h14" stroke="var(--bad)" strokeDasharray="4 3" />
      </Sign>
      <Sign words="alarm">
        <rect y="3" width="14" height="4" fill="var(--bad)" />
      </Sign>
      <Sign words={counted}>
        <path d="M0 9V5h7V1h7v8z" fill="var(--acc)" opacity="0.35" />
      </Sign>
      <Sign words="scaling">
        <path d="M3 1l3 6H0zM11 8L8 2h6z" fill="var(--ink2)" />
      </Sign>
      <Sign words="deployment">
        <path d="M7 0l5 5-5 5-5-5z" fill="var(--acc)" />
      </Sign>
    </span>
  );
}

function Sign({ words, children }: { words: string; children: React.ReactNode }) {
  return (
    <span className="nowrap">
      <svg width="14" height="10" aria-hidden="true">
        {children}
      </svg>
      {words}
    </span>
  );
}
