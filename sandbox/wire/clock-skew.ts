import { AwsError, type ServiceName } from "./handler";
import { SERVICES } from "./protocols";
import type { WireRequest } from "./request";

/** How far a signature's time may be from AWS's, ms. */
const TOLERANCE_MS = 5 * 60_000;

/**
 * What AWS answers a request signed by a clock that is off; undefined within five minutes, or for an unsigned request.
 * `now` is the server's clock, ms. EC2 says nothing of clocks; the others quote both times.
 */
export function skewError(request: WireRequest, service: ServiceName, now: number): AwsError | undefined {
  const signed = request.headers["x-amz-date"];
  const at = signed === undefined ? Number.NaN : readStamp(signed);
  if (Number.isNaN(at) || Math.abs(at - now) <= TOLERANCE_MS) return undefined;
  if (service === "ec2") return new AwsError("RequestExpired", "Request has expired.");
  const early = at < now;
  const limit = stamp(early ? now - TOLERANCE_MS : now + TOLERANCE_MS);
  const text = `Signature ${early ? "expired" : "not yet current"}: ${signed} is ${early ? "now earlier" : "still later"} than ${limit} (${stamp(now)} ${early ? "-" : "+"} 5 min.)`;
  return SERVICES[service].protocol === "json"
    ? new AwsError("InvalidSignatureException", text)
    : new AwsError("SignatureDoesNotMatch", text, 403);
}

/** `20261124T030000Z`. */
const stamp = (at: number): string => `${new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;

function readStamp(text: string): number {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (!parts) return Number.NaN;
  const [, year, month, day, hour, minute, second] = parts.map(Number);
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
}
