import { gunzipSync } from "node:zlib";
import type { ServiceName } from "./handler";
import { isServiceName, type Protocol, SERVICES, serviceNames } from "./protocols";
import { parseForm } from "./query-read";
import { readSessionToken, type Session } from "./session";
import { malformed, parseUrl } from "./values";

/** An HTTP request as the wire layer reads it. Header names are in lower case. */
export interface WireRequest {
  readonly method: string;
  /** Path with query string. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}

/** What a request asks for, before its body is read as a shape. */
export interface Addressed {
  readonly protocol: Protocol;
  readonly service: ServiceName;
  /** Undefined for REST, where method and path decide. */
  readonly operation?: string;
  readonly account: string;
  readonly region: string;
  readonly session?: Session;
  readonly body: Uint8Array;
  readonly form?: ReturnType<typeof parseForm>;
  /** e.g. `application/x-amz-json-1.1`; JSON answers repeat it. */
  readonly contentType: string;
  /** The client wants the query protocol's error code beside the modern one. */
  readonly queryMode: boolean;
}

export const DEFAULT_ACCOUNT = "123456789012";
export const DEFAULT_REGION = "us-east-1";
const MAX_INFLATED = 64 * 1024 * 1024;

/** The `Credential=<key>/<date>/<region>/<service>/aws4_request` of a signed request, from its header or its query. */
function credentialScope(request: WireRequest, query: URLSearchParams) {
  const header = request.headers.authorization ?? "";
  const text = /Credential=([^,\s]+)/.exec(header)?.[1] ?? query.get("X-Amz-Credential") ?? "";
  const [key = "", , region, service] = text.split("/");
  const session = readSessionToken(request.headers["x-amz-security-token"] ?? query.get("X-Amz-Security-Token") ?? "");
  const account = session?.account ?? (/^\d{12}$/.test(key) ? key : DEFAULT_ACCOUNT);
  return { account, region: region || DEFAULT_REGION, service, ...(session && { session }) };
}

/** Finds protocol, service, operation, account and Region. Undefined when it is no AWS request the sandbox knows. */
export function addressOf(request: WireRequest): Addressed | undefined {
  const { pathname, searchParams } = parseUrl(request.url);
  const scope = credentialScope(request, searchParams);
  const body = inflate(request);
  const contentType = (request.headers["content-type"] ?? "").split(";", 1)[0]?.trim() ?? "";
  const common = {
    account: scope.account,
    region: scope.region,
    ...(scope.session && { session: scope.session }),
    body,
    contentType,
    queryMode: request.headers["x-amzn-query-mode"] === "true",
  };
  const signed = scope.service !== undefined && isServiceName(scope.service) ? scope.service : undefined;

  const rpc = /^\/service\/([^/]+)\/operation\/([^/]+)$/.exec(pathname);
  if (request.headers["smithy-protocol"] === "rpc-v2-cbor" && rpc) {
    const service = signed ?? byTarget(rpc[1] ?? "");
    return service && { ...common, protocol: "cbor", service, operation: rpc[2] ?? "" };
  }
  const target = request.headers["x-amz-target"];
  if (target) {
    const dot = target.lastIndexOf(".");
    const service = byTarget(target.slice(0, dot)) ?? signed;
    return service && { ...common, protocol: "json", service, operation: target.slice(dot + 1) };
  }
  if (signed === "route53" || (!signed && pathname.startsWith("/2013-04-01/")))
    return { ...common, protocol: "rest-xml", service: "route53" };

  const text =
    contentType === "application/x-www-form-urlencoded" ? Buffer.from(body).toString("utf8") : searchParams.toString();
  const form = parseForm(text);
  const operation = form.children.get("Action")?.text;
  if (!operation) return undefined;
  const service = signed ?? byVersion(form.children.get("Version")?.text);
  return service && { ...common, protocol: service === "ec2" ? "ec2" : "query", service, operation, form };
}

const byTarget = (target: string): ServiceName | undefined =>
  serviceNames().find((name) => SERVICES[name].target === target);
const byVersion = (version: string | undefined): ServiceName | undefined =>
  serviceNames().find((name) => SERVICES[name].version === version);

function inflate(request: WireRequest): Uint8Array {
  if (request.headers["content-encoding"]?.toLowerCase() !== "gzip") return request.body;
  try {
    return gunzipSync(request.body, { maxOutputLength: MAX_INFLATED });
  } catch {
    throw malformed("The gzip request body could not be read");
  }
}
