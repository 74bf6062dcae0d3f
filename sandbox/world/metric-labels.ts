import type { MetricQuery, MetricStat } from "./metric-query";

export interface LabelOptions {
  /** `+0130`, for labels that hold a time. */
  readonly timezone?: string | undefined;
}

type Points = readonly (readonly [number, number])[];

const HOUR = 3_600_000;
const MINUTE = 60_000;

/**
 * A result's label: what was asked for with its `${…}` filled in, or CloudWatch's own.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/graph-dynamic-labels.html
 */
export function labelled(
  query: MetricQuery,
  all: readonly MetricQuery[],
  points: Points,
  seriesLabel: string,
  options: LabelOptions = {},
): string {
  const own = query.kind === "metric" ? defaultLabel(query, all) : seriesLabel || query.id;
  if (query.label === undefined) return query.kind === "metric" ? own : query.id;
  return query.label.replace(/\$\{([^}]*)\}/g, (_whole, what: string) =>
    told(what.trim(), query, points, own, options),
  );
}

function told(what: string, query: MetricQuery, points: Points, own: string, { timezone }: LabelOptions): string {
  const values = points.map(([, value]) => value);
  const sum = values.reduce((a, b) => a + b, 0);
  const edge = (by: (a: number, b: number) => boolean) =>
    points.reduce<Points[number] | undefined>((a, b) => (a && !by(b[1], a[1]) ? a : b), undefined);
  const picked: Readonly<Record<string, Points[number] | undefined>> = {
    MIN: edge((a, b) => a < b),
    MAX: edge((a, b) => a > b),
    FIRST: points[0],
    LAST: points.at(-1),
  };
  const property = /^PROP\('([^']*)'\)$/.exec(what)?.[1];
  if (property !== undefined) return propertyOf(query, property);
  if (what === "LABEL") return own;
  if (what === "SUM") return shown(values.length ? sum : undefined);
  if (what === "AVG") return shown(values.length ? sum / values.length : undefined);
  if (what === "DATAPOINT_COUNT") return String(values.length);
  const [, name = "", time] = /^(MIN|MAX|FIRST|LAST)(_TIME)?$/.exec(what) ?? [];
  const point = picked[name];
  if (name === "" || !point) return "--";
  return time ? clock(point[0], timezone) : shown(point[1]);
}

const shown = (value: number | undefined): string =>
  value === undefined ? "--" : String(Number.isInteger(value) ? value : Number(value.toPrecision(4)));

function clock(at: number, timezone = "+0000"): string {
  const [, sign, hours, minutes] = /^([+-])(\d\d)(\d\d)$/.exec(timezone) ?? [];
  const shift = (Number(hours ?? 0) * HOUR + Number(minutes ?? 0) * MINUTE) * (sign === "-" ? -1 : 1);
  return new Date(at + shift).toISOString().slice(0, 16).replace("T", " ");
}

function propertyOf(query: MetricQuery, name: string): string {
  if (query.kind !== "metric") return "--";
  if (name.startsWith("Dim.")) return query.dimensions[name.slice(4)] ?? "--";
  const known: Readonly<Record<string, string>> = {
    MetricName: query.name,
    Namespace: query.namespace,
    Stat: query.stat,
    Period: String(query.periodSeconds),
  };
  return known[name] ?? "--";
}

/** CloudWatch's own label: the metric's name, and of dimensions, statistic and period only what tells the queries apart. */
function defaultLabel(query: MetricStat, queries: readonly MetricQuery[]): string {
  const all = queries.filter((one): one is MetricStat => one.kind === "metric");
  const differs = (read: (one: MetricStat) => unknown) => all.some((other) => read(other) !== read(query));
  const alike = all.filter((other) => other.name === query.name);
  const parts = Object.keys(query.dimensions).filter((key) =>
    alike.some((other) => other.dimensions[key] !== query.dimensions[key]),
  );
  return [
    ...parts.map((key) => query.dimensions[key]),
    query.name,
    ...(differs((one) => one.stat) ? [query.stat] : []),
    ...(differs((one) => one.periodSeconds) ? [query.periodSeconds] : []),
  ].join(" ");
}
