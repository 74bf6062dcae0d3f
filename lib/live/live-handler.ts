import "server-only";
import type { Clock } from "@/lib/clock";
import { SlipwayError } from "@/lib/errors";
import type { Hub } from "./hub-types";
import { eventStream } from "./sse";

/** More topics than a page ever has. */
const MOST_TOPICS = 20;

const HEADERS = {
  "content-type": "text/event-stream; charset=utf-8",
  // no-transform also keeps Next from compressing, and with it holding back, the stream.
  "cache-control": "no-cache, no-store, no-transform",
  "x-accel-buffering": "no",
};

/**
 * `?topic=…&cursor=…&topic=…&cursor=…`: the nth cursor belongs to the nth topic and may be empty. `Last-Event-ID`
 * stands in for cursors that are missing. All that can fail is done before the first byte; `opened` counts the stream,
 * or throws where there are too many, and answers what to call at its end.
 */
export function liveResponse(
  request: Request,
  { opened, ...deps }: { hub: Hub; clock: Clock; stillValid: () => Promise<boolean>; opened: () => () => void },
): Response {
  const query = new URL(request.url).searchParams;
  const names = query.getAll("topic");
  if (names.length === 0 || names.length > MOST_TOPICS) {
    throw new SlipwayError("invalid_input", `Ask for 1 to ${MOST_TOPICS} topics.`);
  }
  const cursors = query.getAll("cursor");
  const last = request.headers.get("last-event-id")?.split(",") ?? [];
  const topics = names.map((topic, index) => ({ topic, cursor: cursors[index] || last[index] || undefined }));
  const ended = new AbortController();
  ended.signal.addEventListener("abort", opened(), { once: true });
  request.signal.addEventListener("abort", () => ended.abort(), { once: true });
  if (request.signal.aborted) ended.abort();
  const events = eventStream({
    ...deps,
    topics,
    signal: ended.signal,
    log: (message, cause) => console.error(message, cause),
  });
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await events.next();
      if (done) {
        controller.close();
        ended.abort();
      } else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      ended.abort();
      await events.return(undefined);
    },
  });
  return new Response(body, { headers: HEADERS });
}
