import { crc32 } from "node:zlib";
import type { NormalizedSchema } from "@smithy/core/schema";
import { writeDocument } from "./document";
import { AwsError } from "./handler";
import { isStruct, type Struct } from "./values";

const STRING_HEADER = 7;

/** One frame of `application/vnd.amazon.eventstream`: lengths, their CRC, headers, payload, CRC of it all. */
export function encodeFrame(headers: Readonly<Record<string, string>>, payload: Uint8Array): Uint8Array {
  const parts: Buffer[] = [];
  for (const [name, value] of Object.entries(headers)) {
    const key = Buffer.from(name);
    const text = Buffer.from(value);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(text.length);
    parts.push(Buffer.from([key.length]), key, Buffer.from([STRING_HEADER]), length, text);
  }
  const head = Buffer.concat(parts);
  const frame = Buffer.alloc(12 + head.length + payload.length + 4);
  frame.writeUInt32BE(frame.length, 0);
  frame.writeUInt32BE(head.length, 4);
  frame.writeUInt32BE(crc32(frame.subarray(0, 8)), 8);
  head.copy(frame, 12);
  frame.set(payload, 12 + head.length);
  frame.writeUInt32BE(crc32(frame.subarray(0, frame.length - 4)), frame.length - 4);
  return frame;
}

const CONTENT = { ":content-type": "application/json" };

/**
 * Streams an answer whose member `member` is an async iterable of events (`{ sessionUpdate: {…} }`). The other members
 * go first, as `initial-response`: botocore waits for it. An AwsError the events end with goes out as an exception the
 * stream's shape knows, or else as an error. Leaving early (`return`) tells the source at once.
 */
export function streamEvents(
  output: NormalizedSchema,
  member: string,
  value: Struct,
): AsyncIterableIterator<Uint8Array> {
  const { [member]: events, ...rest } = value;
  const union = output.getMemberSchema(member);
  const source = (events as AsyncIterable<unknown>)[Symbol.asyncIterator]();
  let state: "new" | "open" | "over" = "new";
  const over = (): IteratorResult<Uint8Array> => ({ done: true, value: undefined });

  const frames: AsyncIterableIterator<Uint8Array> = {
    [Symbol.asyncIterator]: () => frames,
    async next() {
      if (state === "over") return over();
      if (state === "new") {
        state = "open";
        return { done: false, value: eventFrame("initial-response", writeDocument(output, rest, "json")) };
      }
      try {
        const { done, value: event } = await source.next();
        const [name, body] = !done && isStruct(event) ? (Object.entries(event)[0] ?? []) : [];
        if (name !== undefined) {
          return { done: false, value: eventFrame(name, writeDocument(union.getMemberSchema(name), body, "json")) };
        }
        state = "over";
        return over();
      } catch (error) {
        state = "over";
        return { done: false, value: failureFrame(union, error) };
      }
    },
    async return() {
      state = "over";
      await source.return?.();
      return over();
    },
  };
  return frames;
}

const eventFrame = (name: string, body: unknown): Uint8Array =>
  encodeFrame({ ":message-type": "event", ":event-type": name, ...CONTENT }, json(body));

function failureFrame(union: NormalizedSchema, error: unknown): Uint8Array {
  const code = error instanceof AwsError ? error.code : "InternalFailure";
  const message = error instanceof Error ? error.message : "Internal failure";
  const known = [...union.structIterator()].some(([name]) => name === code);
  if (known)
    return encodeFrame({ ":message-type": "exception", ":exception-type": code, ...CONTENT }, json({ message }));
  return encodeFrame({ ":message-type": "error", ":error-code": code, ":error-message": message }, new Uint8Array());
}

const json = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));
