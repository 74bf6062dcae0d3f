import "server-only";
import { SlipwayError } from "@/lib/errors";

/**
 * A request's body as text, never more than `maxBytes` of it in memory: what declares or turns out to be longer is
 * refused (`invalid_input`) without reading on.
 */
export async function readBody(request: Pick<Request, "headers" | "body">, maxBytes: number): Promise<string> {
  const tooLong = () =>
    new SlipwayError("invalid_input", `This is too long: at most ${maxBytes} bytes can be sent here.`);
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw tooLong();
  const reader = request.body?.getReader();
  if (!reader) return "";
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks).toString("utf8");
    size += value.byteLength;
    if (size > maxBytes) {
      await reader.cancel().catch(() => {});
      throw tooLong();
    }
    chunks.push(value);
  }
}
