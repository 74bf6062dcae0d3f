import { parseDocument, readDocument, stringifyDocument, writeDocument } from "./document";
import { streamEvents } from "./event-stream";
import { encodeFailure, type WireAnswer } from "./failure";
import { AwsError, type CallContext, type ServiceName } from "./handler";
import { type OperationModel, type ServiceModel, serviceModel } from "./model";
import { readQuery } from "./query-read";
import { type Addressed, addressOf, type WireRequest } from "./request";
import { readRest, routeRest, writeRest } from "./rest";
import { requireMembers } from "./validate";
import { isStruct, parseUrl, type Struct } from "./values";
import { writeXml } from "./xml-write";

/** A handler with its types left behind: the schemas have made sure of the input. */
export type AnyHandler = (input: never, ctx: CallContext) => unknown;

export interface Call extends CallContext {
  readonly service: ServiceName;
  readonly operation: string;
}

export interface Wiring {
  /** The built handler of an operation, or undefined. */
  find(service: ServiceName, operation: string, account: string): AnyHandler | undefined;
  newRequestId(): string;
  /** Runs before the handler; may throw an AwsError instead of the call. Answers the input the handler gets. */
  before?(call: Call, input: Struct, operation: OperationModel): Struct;
  /** May change what a handler that succeeded answered. */
  answering?(call: Call, output: Struct): Struct;
  /** Runs after a handler that succeeded, before its answer leaves. */
  after?(call: Call): Promise<void> | void;
  /** Told of handlers that fail in ways AWS has no code for: mistakes of the sandbox. */
  onBug?(call: Call, error: unknown): void;
}

/** Answers one AWS request: decodes it by the SDK's schemas, calls the handler and encodes what it says. */
export async function answer(request: WireRequest, wiring: Wiring): Promise<WireAnswer & { call?: Call }> {
  const requestId = wiring.newRequestId();
  const plain = { protocol: "json" as const, contentType: "application/x-amz-json-1.0", queryMode: false, requestId };
  let address: Addressed | undefined;
  try {
    address = addressOf(request);
  } catch (error) {
    return encodeFailure(asAwsError(error), plain);
  }
  if (!address)
    return encodeFailure(new AwsError("UnknownService", "The sandbox does not know this service", 501), plain);
  const model = await serviceModel(address.service);
  const how = { ...address, requestId, model };
  let call: Call | undefined;
  try {
    const { operation, read } = locate(address, model, request);
    call = {
      service: address.service,
      operation: operation.name,
      account: address.account,
      region: address.region,
      requestId,
      ...(request.headers.host && { endpoint: `http://${request.headers.host}` }),
      ...(address.session && { session: address.session }),
    };
    const handler = wiring.find(call.service, call.operation, call.account);
    if (!handler)
      throw new AwsError("NotImplemented", `The sandbox has not built ${call.service}:${call.operation}`, 501);
    const asked = read();
    const input = wiring.before?.(call, asked, operation) ?? asked;
    requireMembers(call.service, operation.input, input);
    const made = await handler(input as never, call);
    const output = isStruct(made) ? made : {};
    const sent = wiring.answering?.(call, output) ?? output;
    const encoded = encodeSuccess(address, model, operation, sent, requestId);
    await wiring.after?.(call);
    return { ...encoded, call };
  } catch (error) {
    if (!(error instanceof AwsError) && call) wiring.onBug?.(call, error);
    return { ...encodeFailure(asAwsError(error), how), ...(call && { call }) };
  }
}

const asAwsError = (error: unknown): AwsError =>
  error instanceof AwsError
    ? error
    : new AwsError("InternalFailure", error instanceof Error ? error.message : "Internal failure", 500);

/** The operation and how to read its input; reading comes later, so that an unbuilt operation says so first. */
function locate(
  address: Addressed,
  model: ServiceModel,
  request: WireRequest,
): { operation: OperationModel; read: () => Struct } {
  if (address.protocol === "rest-xml") {
    const url = parseUrl(request.url);
    const route = routeRest(model.operations.values(), request.method, url);
    if (!route)
      throw new AwsError("UnknownOperationException", `${request.method} ${url.pathname} is no operation`, 404);
    const { operation, labels } = route;
    return { operation, read: () => readRest(operation.input, labels, url, request.headers, address.body) };
  }
  const name = address.operation ?? "";
  const operation = model.operations.get(name);
  if (!operation)
    throw address.form
      ? new AwsError("InvalidAction", `Could not find operation ${name} for version ${model.wire.version}`)
      : new AwsError("UnknownOperationException", `${address.service} has no operation ${name}`);
  const { form, protocol, body } = address;
  if (form) return { operation, read: () => readQuery(operation.input, form, protocol === "ec2") };
  const format = protocol === "cbor" ? "cbor" : "json";
  return {
    operation,
    read: () => (readDocument(operation.input, parseDocument(format, body), format) ?? {}) as Struct,
  };
}

function encodeSuccess(
  address: Addressed,
  model: ServiceModel,
  operation: OperationModel,
  value: Struct,
  requestId: string,
): WireAnswer {
  const { output, name } = operation;
  const headers: Record<string, string> = { "x-amzn-requestid": requestId };
  if (address.protocol === "json" || address.protocol === "cbor") {
    const stream = output.getEventStreamMember();
    if (stream) {
      headers["content-type"] = "application/vnd.amazon.eventstream";
      return { status: 200, headers, body: streamEvents(output, stream, value) };
    }
    headers["content-type"] = address.protocol === "cbor" ? "application/cbor" : address.contentType;
    if (address.protocol === "cbor") headers["smithy-protocol"] = "rpc-v2-cbor";
    return {
      status: 200,
      headers,
      body: stringifyDocument(address.protocol, writeDocument(output, value, address.protocol) ?? {}),
    };
  }
  headers["content-type"] = "text/xml";
  if (address.protocol === "rest-xml") {
    const { headers: bound, xml } = writeRest(output, value, model.wire.xmlNamespace);
    return { status: operation.http?.[2] ?? 200, headers: { ...headers, ...bound }, body: Buffer.from(xml) };
  }
  const [before, after] =
    address.protocol === "ec2"
      ? [`<requestId>${requestId}</requestId>`, ""]
      : [
          output.isUnitSchema() ? "" : `<${name}Result>`,
          `${output.isUnitSchema() ? "" : `</${name}Result>`}<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`,
        ];
  const opening = `<${name}Response xmlns="${model.wire.xmlNamespace}">${before}`;
  const closing = `${after}</${name}Response>`;
  const body = output.isUnitSchema() ? Buffer.from(opening + closing) : writeXml(opening, output, value, closing);
  return { status: 200, headers, body };
}
