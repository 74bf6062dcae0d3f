import style from "./skeleton.module.css";

/** A grey block of the size of what will come. */
export function Skeleton({ width = "100%", height = 14 }: { width?: number | string; height?: number | string }) {
  return <span className={style.bone} style={{ width, height }} aria-hidden="true" />;
}

const WIDTHS = ["92%", "78%", "85%", "64%", "88%", "71%"];

/** Rows of text to come. */
export function SkeletonLines({ lines, label }: { lines: number; label: string }) {
  return (
    <div className={style.lines} role="status" aria-busy="true">
      <span className="hidden-text">{label}</span>
      {Array.from({ length: lines }, (_, line) => `line-${line}`).map((key, line) => (
        <Skeleton key={key} width={WIDTHS[line % WIDTHS.length]} />
      ))}
    </div>
  );
}
