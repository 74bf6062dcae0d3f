import { expect, it } from "vitest";
import { readBody } from "./body";

const post = (body: BodyInit, headers = {}) =>
  new Request("http://localhost/x", { method: "POST", body, headers, duplex: "half" } as RequestInit);

it("reads a body up to its limit, whole characters across chunks", async () => {
  const bytes = new TextEncoder().encode("größe");
  const split = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
      controller.close();
    },
  });
  expect(await readBody(post(split), bytes.length)).toBe("größe");
  expect(await readBody(new Request("http://localhost/x"), 1)).toBe("");
});

it("refuses a longer one without reading on, declared or not", async () => {
  let read = 0;
  let cancelled = false;
  const endless = () =>
    new ReadableStream<Uint8Array>({
      pull(controller) {
        read += 1_000;
        controller.enqueue(new Uint8Array(1_000));
      },
      cancel() {
        cancelled = true;
      },
    });
  await expect(readBody(post(endless()), 10_000)).rejects.toMatchObject({ code: "invalid_input" });
  expect(read).toBeLessThan(15_000);
  expect(cancelled).toBe(true);
  read = 0;
  const declared = post(endless(), { "content-length": "10001" });
  await expect(readBody(declared, 10_000)).rejects.toMatchObject({ code: "invalid_input" });
  expect(read).toBeLessThanOrEqual(1_000);
});
