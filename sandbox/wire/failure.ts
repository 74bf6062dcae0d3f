import { type Format, stringifyDocument, writeDocument } from "./document";
import type { AwsError } from "./handler";
import type { ErrorModel, ServiceModel } from "./model";
import type { Protocol } from "./protocols";
import { members } from "./values";
import { escapeXml, writeMembers } from "./xml-write";

export interface WireAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  /** An async iterable is streamed. */
  readonly body: Uint8Array | AsyncIterable<Uint8Array>;
}

interface How {
  readonly protocol: Protocol;
  readonly contentType: string;
  readonly queryMode: boolean;
  readonly requestId: string;
  /** Undefined when the request named no known service. */
  readonly model?: ServiceModel;
}

/** Encodes an error the way the request's protocol does. */
export function encodeFailure(error: AwsError, how: How): WireAnswer {
  const known = how.model?.findError(error.code);
  const status = statusOf(error, known, how);
  const fault = status >= 500 ? "Receiver" : "Sender";
  if (how.protocol === "json" || how.protocol === "cbor") {
    const format: Format = how.protocol;
    const { type, code } = jsonNames(error, how);
    const fields = known ? fieldsOf(known.schema, error, format) : error.fields;
    const headers: Record<string, string> = {
      "content-type": format === "cbor" ? "application/cbor" : how.contentType || "application/x-amz-json-1.1",
      "x-amzn-requestid": how.requestId,
    };
    if (format === "cbor") headers["smithy-protocol"] = "rpc-v2-cbor";
    else headers["x-amzn-errortype"] = type;
    if (how.queryMode) headers["x-amzn-query-error"] = `${code};${fault}`;
    const message = error.message === "" ? {} : { message: error.message };
    return { status, headers, body: stringifyDocument(format, { __type: type, ...message, ...fields }) };
  }
  const code = escapeXml(known?.code ?? error.code);
  const message = escapeXml(error.message);
  const headers = { "content-type": "text/xml", "x-amzn-requestid": how.requestId };
  if (how.protocol === "ec2") {
    const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors><RequestID>${how.requestId}</RequestID></Response>`;
    return { status, headers, body: Buffer.from(xml) };
  }
  const extra = known ? writeMembers(known.schema, withoutMessage(error)) : "";
  const namespace = escapeXml(how.model?.wire.xmlNamespace ?? "");
  const xml = `<ErrorResponse xmlns="${namespace}"><Error><Type>${fault}</Type><Code>${code}</Code><Message>${message}</Message>${extra}</Error><RequestId>${how.requestId}</RequestId></ErrorResponse>`;
  return { status, headers, body: Buffer.from(xml) };
}

/**
 * An error that gives no status of its own (400) takes its shape's, e.g. ChangeSetNotFound 404. Pure JSON services answer
 * every mistake of the caller with 400, whatever their model says for other protocols.
 */
function statusOf(error: AwsError, known: ErrorModel | undefined, how: How): number {
  if (error.status !== 400 || known?.status === undefined) return error.status;
  const pureJson = how.protocol === "json" && !how.model?.wire.queryCompatible;
  return pureJson && known.status < 500 ? 400 : known.status;
}

const withoutMessage = ({ fields }: AwsError): Record<string, unknown> => {
  const { message: _lower, Message: _upper, ...rest } = fields;
  return rest;
};

function fieldsOf(schema: Parameters<typeof writeDocument>[0], error: AwsError, format: Format) {
  const out: Record<string, unknown> = {};
  for (const [name, member, value] of members(schema, withoutMessage(error)))
    out[name] = writeDocument(member, value, format);
  return out;
}

/** The `__type` of a JSON or CBOR error, and the code of the query protocol beside it. */
function jsonNames(error: AwsError, how: How): { type: string; code: string } {
  if (how.model?.wire.queryCompatible && /^Validation(Error|Exception)$/.test(error.code))
    return { type: "com.amazon.coral.validate#ValidationException", code: "ValidationError" };
  const known = how.model?.findError(error.code);
  const shape = known?.shape ?? error.code;
  const qualified = known && (how.protocol === "cbor" || how.contentType.endsWith("1.0"));
  return {
    type: qualified ? `${how.model?.wire.shapeNamespace}#${shape}` : shape,
    code: known?.code ?? error.code,
  };
}
