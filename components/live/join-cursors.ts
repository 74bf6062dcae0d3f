/** The ingestion time (ms) in a log topic's cursor; null for other cursors. */
function ingestedOf(cursor: string): number | null {
  try {
    const body = cursor.split(".")[1] ?? "";
    const read: unknown = JSON.parse(atob(body.replaceAll("-", "+").replaceAll("_", "/")));
    return typeof read === "object" && read !== null && "ingested" in read && typeof read.ingested === "number"
      ? read.ingested
      : null;
  } catch {
    return null;
  }
}

/**
 * Where one stream must go on so that two listeners who are not equally far both miss nothing: for lines the older
 * place (a line that comes twice is told by its id), for parts none, so that a whole snapshot comes.
 */
export function joinCursors(a: string, b: string): string {
  if (a === b) return a;
  const [first, second] = [ingestedOf(a), ingestedOf(b)];
  if (first === null || second === null) return "";
  return first <= second ? a : b;
}
