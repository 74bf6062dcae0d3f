/** Reads the sentences CloudWatch gives as an alarm's state reason (texts: aws-facts, section 4). */

/**
 * The values it names, oldest first: "… datapoints [83.9 (23/11/26 14:02:00), 81.4 (…)] …". Of many it names the newest
 * five.
 */
export function datapointsIn(reason: string): number[] {
  const list = /datapoints?(?: which crossed the threshold:)? \[([^\]]*)\]/.exec(reason)?.[1] ?? "";
  return [...list.matchAll(/(-?\d+(?:\.\d+)?(?:E-?\d+)?) \(/g)].map((match) => Number(match[1])).reverse();
}

const CROSSED = /(\d+) out of the last (\d+) datapoints?.*?(greater|less) than .*?threshold \((-?[\d.]+)\)/;

/** One decimal at most: "81.4", "75". */
export const one = (value: number): string => String(Math.round(value * 10) / 10);

/** "2 of 2 datapoints over 75: 81.4, 83.9", or the sentence itself where it is another one. */
export function shortReason(reason: string): string {
  const [, met, of, side, threshold] = CROSSED.exec(reason) ?? [];
  if (!met || !/\bwere? (?:greater|less)|\bwas (?:greater|less)/.test(reason)) return reason;
  const values = datapointsIn(reason);
  const newest = values.length < Number(met) ? "newest " : "";
  const listed = values.length > 0 ? `: ${newest}${values.map(one).join(", ")}` : "";
  return `${met} of ${of} datapoints ${side === "greater" ? "over" : "under"} ${one(Number(threshold))}${listed}`;
}
