import { clockMillis } from "@/components/ui/format";
import type { LogLine } from "@/lib/logs/types";
import { cleanText, lineTone } from "./clean-text";
import style from "./logs.module.css";
import { type StreamColours, streamLabel } from "./streams";

/** The words of one line: time, which container, text. Text only, never HTML. */
export function LineWords({
  line,
  colours,
  zone,
  times = true,
}: {
  line: LogLine;
  colours: StreamColours;
  zone: string;
  times?: boolean;
}) {
  const text = cleanText(line.message);
  const tone = lineTone(text);
  return (
    <>
      {times && <span className={style.time}>{clockMillis(line.at, zone)} </span>}
      <span className={style[`c${colours.of(line.stream)}`]} title={line.stream}>
        {streamLabel(line.stream)}{" "}
      </span>
      {tone ? <span className={style[tone]}>{text}</span> : text}
    </>
  );
}
