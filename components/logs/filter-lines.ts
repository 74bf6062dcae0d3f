import type { LogView } from "@/components/live/log-buffer";

/** A filter looks at this many of the newest lines, so that it keeps up with a busy stream. */
export const FILTERED_LINES = 20_000;

/** Indices of the lines that hold the text (case does not matter), or null when there is no text and all are shown. */
export function filterLines(view: LogView, text: string): readonly number[] | null {
  const wanted = text.trim().toLowerCase();
  if (!wanted) return null;
  const found: number[] = [];
  for (let index = Math.max(0, view.length - FILTERED_LINES); index < view.length; index += 1) {
    const line = view.get(index);
    if (line && (line.message.toLowerCase().includes(wanted) || line.stream.toLowerCase().includes(wanted))) {
      found.push(index);
    }
  }
  return found;
}
