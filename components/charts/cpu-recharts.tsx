"use client";

import { useEffect } from "react";
import { Line, LineChart, ReferenceArea, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { clockMinute, dayMinute } from "@/components/ui/format";
import style from "./chart.module.css";
import { PLOT_HEIGHT, PLOT_TOP } from "./cpu-layout";
import type { CpuChartModel } from "./cpu-model";

const DAY = 24 * 3_600_000;

interface CpuRechartsProps {
  model: CpuChartModel;
  zone: string;
  /** Told `true` once the plot stands. */
  onDrawn: (drawn: true) => void;
}

/** The same plot drawn by recharts, with a cursor and the values under it. Loaded after the first paint. */
export function CpuRecharts({ model, zone, onDrawn }: CpuRechartsProps) {
  const none = { top: 0, right: 0, bottom: 0, left: 0 };
  return (
    <div className={style.live} style={{ top: PLOT_TOP, height: PLOT_HEIGHT }} data-chart="recharts">
      <ResponsiveContainer width="100%" height={PLOT_HEIGHT}>
        <LineChart data={[...model.cpu]} margin={none} accessibilityLayer={false}>
          <XAxis dataKey="at" type="number" domain={[model.from, model.to]} allowDataOverflow hide />
          <YAxis domain={[0, model.top]} hide width={0} />
          {model.shades.map((shade) => (
            <ReferenceArea
              key={`${shade.alarm} ${shade.from}`}
              x1={shade.from}
              x2={shade.to}
              fill={shade.direction === "in" ? "var(--warn)" : "var(--bad)"}
              fillOpacity={0.1}
            />
          ))}
          {model.thresholds.map((threshold) => (
            <ReferenceLine
              key={threshold.alarm}
              y={threshold.value}
              stroke={threshold.direction === "in" ? "var(--warn)" : "var(--bad)"}
              strokeDasharray="5 4"
            />
          ))}
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: "var(--ink3)", strokeDasharray: "2 3" }}
            content={({ active, payload }) => {
              const point = payload?.[0]?.payload as CpuChartModel["cpu"][number] | undefined;
              return active && point ? <Tip point={point} model={model} zone={zone} /> : null;
            }}
          />
          <Line
            dataKey="cpu"
            type="linear"
            stroke="var(--acc)"
            strokeWidth={1.8}
            dot={false}
            activeDot={false}
            isAnimationActive={false}
          />
          <Drawn tell={onDrawn} />
        </LineChart>
      </ResponsiveContainer>
    </div>
  );
}

/** Recharts draws its children only once it knows its size; a frame later the line stands too. */
function Drawn({ tell }: { tell: (drawn: true) => void }) {
  useEffect(() => {
    const frame = requestAnimationFrame(() => tell(true));
    return () => cancelAnimationFrame(frame);
  }, [tell]);
  return null;
}

function Tip({ point, model, zone }: { point: CpuChartModel["cpu"][number]; model: CpuChartModel; zone: string }) {
  const { at, cpu, count } = point;
  const inAlarm = model.shades.filter((shade) => shade.from <= at && at < shade.to).map((shade) => shade.alarm);
  return (
    <div className={style.tip}>
      <div className="sub">{model.to - model.from > DAY ? dayMinute(at, zone) : clockMinute(at, zone)}</div>
      <div>
        CPU <b>{cpu === null ? "no datapoint" : `${cpu.toFixed(1)}%`}</b>
      </div>
      {count !== null && (
        <div>
          {Math.round(count)} {model.counted === "tasks" ? "tasks run" : "in service"}
        </div>
      )}
      {inAlarm.length > 0 && <div>{inAlarm.join(", ")} in ALARM</div>}
    </div>
  );
}
