import { clockMinute, dayMinute, dayWords } from "@/components/ui/format";
import type { AlarmState } from "@/lib/scaling/types";
import style from "./chart.module.css";
import {
  axisY,
  chartHeight,
  MARKS_Y,
  PLOT_BOTTOM,
  PLOT_HEIGHT,
  PLOT_TOP,
  STEPS_BOTTOM,
  STEPS_HEIGHT,
  STRIP_GAP,
  STRIP_HEIGHT,
  STRIPS_TOP,
} from "./cpu-layout";
import type { CpuChartModel, Mark } from "./cpu-model";
import { timeTicks, zoneOffset } from "./ranges";

const DAY = 24 * 3_600_000;

/**
 * The chart as the server draws it, without a script and at any width (x in percent of the range). `withPlot` is false
 * once recharts draws the line, its thresholds and shades on top of the same lanes.
 */
export function CpuSvg({ model, zone, withPlot }: { model: CpuChartModel; zone: string; withPlot: boolean }) {
  const x = (at: number) => `${(((at - model.from) / (model.to - model.from)) * 100).toFixed(2)}%`;
  const y = (cpu: number) => PLOT_BOTTOM - (cpu / model.top) * PLOT_HEIGHT;
  const width = (from: number, to: number) => `${(((to - from) / (model.to - model.from)) * 100).toFixed(2)}%`;
  const long = model.to - model.from > DAY;
  // The last label would be cut off by the right edge.
  const ticks = timeTicks(model.from, model.to, zoneOffset(zone, model.to)).filter(
    (at) => model.to - at > (model.to - model.from) / 25,
  );
  const levels = [0, 0.25, 0.5, 0.75, 1].map((share) => share * model.top);
  return (
    <svg
      className={withPlot ? style.svg : `${style.svg} ${style.under}`}
      height={chartHeight(model.strips.length)}
      role="img"
      aria-label={chartWords(model)}
    >
      {levels.map((level) => (
        <g key={level}>
          <line x1="0" x2="100%" y1={y(level)} y2={y(level)} className={style.grid} />
          <text x="4" y={y(level) - 3}>
            {Math.round(level)}%
          </text>
        </g>
      ))}
      {withPlot && <Plot model={model} x={x} y={y} width={width} />}
      {model.thresholds.map((threshold) => (
        <text key={threshold.alarm} x="100%" dx="-4" textAnchor="end" y={y(threshold.value) - 4}>
          {threshold.words}
        </text>
      ))}
      <Marks marks={model.marks} x={x} from={model.from} span={model.to - model.from} zone={zone} long={long} />
      <Steps model={model} x={x} width={width} />
      {model.strips.map((strip, index) => (
        <g key={strip.alarm}>
          {strip.bands.map((band) => (
            <rect
              key={band.from}
              x={x(band.from)}
              width={width(band.from, band.to)}
              y={STRIPS_TOP + index * (STRIP_HEIGHT + STRIP_GAP)}
              height={STRIP_HEIGHT}
              className={stripClass(band.state, model.thresholds[index]?.direction)}
            >
              <title>{`${strip.alarm}: ${band.state}`}</title>
            </rect>
          ))}
        </g>
      ))}
      {ticks.map((at, index) => (
        <text key={at} x={x(at)} dx="2" y={axisY(model.strips.length)} className={index % 2 ? style.wide : undefined}>
          {long ? dayWords(at, zone) : clockMinute(at, zone)}
        </text>
      ))}
    </svg>
  );
}

type Place = (at: number) => string;
type Span = (from: number, to: number) => string;

function Plot({ model, x, y, width }: { model: CpuChartModel; x: Place; y: (cpu: number) => number; width: Span }) {
  return (
    <>
      {model.shades.map((shade) => (
        <rect
          key={`${shade.alarm} ${shade.from}`}
          x={x(shade.from)}
          width={width(shade.from, shade.to)}
          y={PLOT_TOP}
          height={PLOT_HEIGHT}
          className={shade.direction === "in" ? style.shadeIn : style.shadeOut}
        />
      ))}
      {model.thresholds.map((threshold) => (
        <line
          key={threshold.alarm}
          x1="0"
          x2="100%"
          y1={y(threshold.value)}
          y2={y(threshold.value)}
          className={`${style.threshold} ${threshold.direction === "in" ? style.in : style.out}`}
        />
      ))}
      <svg
        y={PLOT_TOP}
        width="100%"
        height={PLOT_HEIGHT}
        viewBox={`0 0 1000 ${PLOT_HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <path d={linePath(model)} className={style.line} />
      </svg>
    </>
  );
}

/** The CPU line in a box 1000 wide; gaps stay gaps. */
export function linePath(model: CpuChartModel): string {
  let pen = false;
  let path = "";
  for (const { at, cpu } of model.cpu) {
    if (cpu !== null) {
      const x = ((at - model.from) / (model.to - model.from)) * 1000;
      path += `${pen ? "L" : "M"}${x.toFixed(1)} ${(PLOT_HEIGHT - (cpu / model.top) * PLOT_HEIGHT).toFixed(1)}`;
    }
    pen = cpu !== null;
  }
  return path;
}

function Steps({ model, x, width }: { model: CpuChartModel; x: Place; width: Span }) {
  if (model.steps.length === 0) return null;
  const most = Math.max(1, ...model.steps.map((step) => step.value));
  const span = model.to - model.from;
  return (
    <>
      {model.steps.map((step) => {
        const height = (step.value / most) * STEPS_HEIGHT;
        return (
          <g key={step.from}>
            <rect
              x={x(step.from)}
              width={width(step.from, step.to)}
              y={STEPS_BOTTOM - height}
              height={height}
              className={style.steps}
            />
            {step.to - step.from > span / 20 && (step.from + step.to) / 2 - model.from > span / 10 && (
              <text x={x((step.from + step.to) / 2)} y={STEPS_BOTTOM - 5} textAnchor="middle" className={style.bold}>
                {step.value}
              </text>
            )}
          </g>
        );
      })}
      <text x="4" y={STEPS_BOTTOM - 5}>
        {model.counted}
      </text>
    </>
  );
}

const SHAPES: Record<Mark["kind"], string> = {
  out: "M0 -6l5 9h-10z",
  in: "M0 4l5 -9h-10z",
  deploy: "M0 -7l6 6-6 6-6-6z",
};

function Marks({
  marks,
  x,
  from,
  span,
  zone,
  long,
}: {
  marks: readonly Mark[];
  x: Place;
  from: number;
  span: number;
  zone: string;
  long: boolean;
}) {
  return marks.map((mark, index) => {
    const side = labelSide(marks, index, from, span);
    const time = long ? dayMinute(mark.at, zone) : clockMinute(mark.at, zone);
    const what = mark.words;
    return (
      <svg key={mark.id} x={x(mark.at)} y={MARKS_Y} overflow="visible" role="img" aria-label={`${what} ${time}`}>
        <title>{`${what} ${time}`}</title>
        {mark.kind !== "deploy" && (
          <line
            x1="0"
            x2="0"
            y1={PLOT_TOP - MARKS_Y}
            y2={STEPS_BOTTOM - MARKS_Y}
            stroke="var(--ink3)"
            strokeDasharray="2 4"
            opacity="0.7"
          />
        )}
        <path d={SHAPES[mark.kind]} className={mark.kind === "deploy" ? style.markDeploy : style.mark} />
        {side && (
          <text x={side === "end" ? -9 : 9} y="3" textAnchor={side} className={style.wide}>
            {what} {time}
          </text>
        )}
      </svg>
    );
  });
}

/** Where a mark's words have room: after it, before it, or nowhere (its title has them). */
function labelSide(marks: readonly Mark[], index: number, from: number, span: number): "start" | "end" | null {
  const room = span / 8;
  const at = marks[index]?.at ?? 0;
  const next = marks[index + 1]?.at ?? Number.POSITIVE_INFINITY;
  const before = marks[index - 1]?.at ?? from - room;
  if (next - at > room) return "start";
  return at - before > 2 * room ? "end" : null;
}

function stripClass(state: AlarmState, direction: "out" | "in" | undefined): string | undefined {
  if (state === "OK") return style.stripOK;
  if (state === "INSUFFICIENT_DATA") return style.stripNone;
  return direction === "in" ? style.stripIn : style.stripOut;
}

/** What the picture says in one sentence, for those who do not see it. */
export function chartWords(model: CpuChartModel): string {
  const known = model.cpu.flatMap((point) => (point.cpu === null ? [] : [point.cpu]));
  const last = known.at(-1);
  if (last === undefined) return "CPU: no datapoints in this time";
  const scaled = model.marks.filter((mark) => mark.kind !== "deploy").length;
  return (
    `CPU between ${Math.round(Math.min(...known))}% and ${Math.round(Math.max(...known))}%, now ${Math.round(last)}%. ` +
    `Scaled ${scaled === 1 ? "once" : `${scaled} times`}.`
  );
}
