import type { LogView } from "@/components/live/log-buffer";
import { LineWords } from "./log-line";
import style from "./logs.module.css";
import { SCROLLS_BY_KEYS } from "./scrolls-by-keys";
import type { StreamColours } from "./streams";

/** The newest lines as plain HTML: the first paint, the page without scripts, and the small pane of the overview. */
export function StillLines({
  view,
  most,
  colours,
  zone,
  small,
}: {
  view: LogView;
  most: number;
  colours: StreamColours;
  zone: string;
  small?: boolean;
}) {
  const from = Math.max(0, view.length - most);
  const lines = Array.from({ length: view.length - from }, (_, index) => view.get(view.length - 1 - index));
  return (
    <section
      className={`${style.log} ${style.still} ${small ? style.small : ""}`}
      aria-label="Newest log lines"
      {...SCROLLS_BY_KEYS}
    >
      {lines.map(
        (line) =>
          line && (
            <div key={line.id} className={style.line}>
              <LineWords line={line} colours={colours} zone={zone} />
            </div>
          ),
      )}
    </section>
  );
}
