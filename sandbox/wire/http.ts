import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { WireAnswer } from "./failure";
import type { WireRequest } from "./request";

const MAX_BODY = 16 * 1024 * 1024;

/** Reads a whole request; undefined when it is larger than any AWS API takes. */
export async function readRequest(incoming: IncomingMessage): Promise<WireRequest | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY) return undefined;
    chunks.push(chunk);
  }
  const headers: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(incoming.headers))
    headers[name] = Array.isArray(value) ? value.join(",") : value;
  return { method: incoming.method ?? "GET", url: incoming.url ?? "/", headers, body: Buffer.concat(chunks) };
}

/** Sends an answer; a stream goes on until it ends or the client leaves. */
export async function sendAnswer(response: ServerResponse, answer: WireAnswer, date: Date): Promise<void> {
  response.sendDate = false;
  const headers = { ...answer.headers, date: date.toUTCString() };
  if (answer.body instanceof Uint8Array) {
    response.writeHead(answer.status, { ...headers, "content-length": String(answer.body.byteLength) });
    response.end(answer.body);
    return;
  }
  response.writeHead(answer.status, headers);
  response.flushHeaders();
  const iterator = answer.body[Symbol.asyncIterator]();
  response.once("close", () => void iterator.return?.());
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
    if (response.destroyed) {
      await iterator.return?.();
      break;
    }
    if (!response.write(next.value)) await new Promise<void>((resolve) => writable(response, resolve));
  }
  response.end();
}

function writable(response: ServerResponse, go: () => void): void {
  response.once("drain", go);
  response.once("close", go);
}

/** Listens on the loopback interface. Port 0 takes a free one. */
export function listen(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
  port: number,
): Promise<{ server: Server; port: number }> {
  const server = createServer(handle);
  server.keepAliveTimeout = 60_000;
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve({ server, port: typeof address === "object" && address ? address.port : port });
    });
  });
}
