import { crc32 } from "node:zlib";
import type { NormalizedSchema } from "@smithy/core/schema";
import { writeDocument } from "./document";
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

/**
 * Streams an answer whose member `member` is an async iterable of events (`{ sessionUpdate: {…} }`). The other members
 * go first, as `initial-response`: botocore waits for it.
 */
export async function* streamEvents(
  output: NormalizedSchema,
  member: string,
  value: Struct,
): AsyncGenerator<Uint8Array> {
  const { [member]: events, ...rest } = value;
  yield encodeFrame(
    { ":message-type": "event", ":event-type": "initial-response", ":content-type": "application/json" },
    json(writeDocument(output, rest, "json")),
  );
  const union = output.getMemberSchema(member);
  for await (const event of events as AsyncIterable<unknown>) {
    const [name, body] = isStruct(event) ? (Object.entries(event)[0] ?? []) : [];
    if (name === undefined) continue;
    yield encodeFrame(
      { ":message-type": "event", ":event-type": name, ":content-type": "application/json" },
      json(writeDocument(union.getMemberSchema(name), body, "json")),
    );
  }
}

const json = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));
