import type { Frame } from "@/lib/live/types";

/**
 * Reads the `data:` of server-sent events from a response body: each is a JSON array of frames. Ends with the body;
 * rejects when it breaks. `fetch` is used instead of EventSource, which gives up for ever after one 503.
 */
export async function readEvents(body: ReadableStream<Uint8Array>, got: (frames: Frame[]) => void): Promise<void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    rest += decoder.decode(value, { stream: true });
    const events = rest.split("\n\n");
    rest = events.pop() ?? "";
    for (const event of events) {
      const data = event
        .split("\n")
        .filter((line) => line.startsWith("data:"))
        .map((line) => line.slice(5).trimStart())
        .join("\n");
      if (data) got(JSON.parse(data) as Frame[]);
    }
  }
}
