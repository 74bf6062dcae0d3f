/** Percentages over time as a line of text height: plain SVG, drawn on the server. Gaps stay gaps. */
export function Sparkline({
  values,
  label,
  width = 120,
  height = 24,
}: {
  /** Oldest first, 0–100 (may pass 100); null where there is no datapoint. */
  values: readonly (number | null)[];
  /** What it shows, e.g. "CPU, 3 h". */
  label: string;
  width?: number;
  height?: number;
}) {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return <span className="sub">no data yet</span>;
  const low = Math.round(Math.min(...known));
  const high = Math.round(Math.max(...known));
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={`${label}: between ${low}% and ${high}%`}
      style={{ verticalAlign: "middle", flex: "none" }}
    >
      <path d={sparkPath(values, width, height)} fill="none" stroke="var(--acc)" strokeWidth="1.3" />
    </svg>
  );
}

/** The path's `d`. The scale is 0–100 for all, so that rows can be compared; it grows only past 100. */
export function sparkPath(values: readonly (number | null)[], width: number, height: number): string {
  const top = Math.max(100, ...values.map((value) => value ?? 0));
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  let pen = false;
  let path = "";
  values.forEach((value, index) => {
    if (value === null) {
      pen = false;
      return;
    }
    const y = height - 1 - (value / top) * (height - 2);
    path += `${pen ? "L" : "M"}${(index * step).toFixed(1)} ${y.toFixed(1)}`;
    // A lone point between two gaps would be invisible.
    if (!pen && (values[index + 1] ?? null) === null) path += "m-2 0h2";
    pen = true;
  });
  return path;
}
