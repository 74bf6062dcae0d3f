import { NormalizedSchema } from "@smithy/core/schema";
import type { ServiceName } from "./handler";
import { SERVICES, type ServiceWire } from "./protocols";

/** What the wire layer needs of one operation, read from the client package's own schemas. */
export interface OperationModel {
  readonly name: string;
  readonly input: NormalizedSchema;
  readonly output: NormalizedSchema;
  /** Method, URI template and status of REST protocols. */
  readonly http?: readonly [method: string, uri: string, status: number];
}

export interface ErrorModel {
  readonly shape: string;
  /** The code the query protocols and `x-amzn-query-error` carry. */
  readonly code: string;
  readonly status?: number;
  readonly schema: NormalizedSchema;
}

export interface ServiceModel {
  readonly name: ServiceName;
  readonly wire: ServiceWire;
  readonly operations: ReadonlyMap<string, OperationModel>;
  readonly errors: readonly ErrorModel[];
  /** By shape name and by query code. */
  findError(code: string): ErrorModel | undefined;
}

const OPERATION = 9;
const ERROR = -3;

type StaticSchema = readonly [kind: number, namespace: string, name: string, traits: unknown, ...rest: unknown[]];
const isStatic = (value: unknown): value is StaticSchema =>
  Array.isArray(value) && typeof value[0] === "number" && typeof value[2] === "string";

const models = new Map<ServiceName, Promise<ServiceModel>>();

/** The service's model, loaded on first use and kept. */
export function serviceModel(name: ServiceName): Promise<ServiceModel> {
  let model = models.get(name);
  if (!model) {
    model = readModel(name);
    models.set(name, model);
  }
  return model;
}

async function readModel(name: ServiceName): Promise<ServiceModel> {
  const wire = SERVICES[name];
  const operations = new Map<string, OperationModel>();
  const errors = new Map<string, ErrorModel>();
  const exported = await wire.load();
  for (const value of Object.values(exported)) {
    if (!isStatic(value)) continue;
    if (value[0] === OPERATION) operations.set(value[2], readOperation(value));
    // The package's own base exception is no error of the service.
    else if (value[0] === ERROR && value[1] === wire.shapeNamespace) {
      const error = readError(value);
      errors.set(error.shape, error);
    }
  }
  const shapes = [...errors.values()];
  for (const error of shapes) if (!errors.has(error.code)) errors.set(error.code, error);
  if (operations.size === 0) throw new Error(`the client package of ${name} exports no operation schemas`);
  return { name, wire, operations, errors: shapes, findError: (code) => errors.get(code) };
}

function readOperation(schema: StaticSchema): OperationModel {
  const traits = record(schema[3]);
  const http = Array.isArray(traits.http) ? traits.http : undefined;
  return {
    name: schema[2],
    input: NormalizedSchema.of(schema[4] as never),
    output: NormalizedSchema.of(schema[5] as never),
    ...(http && { http: [String(http[0]), String(http[1]), Number(http[2])] as const }),
  };
}

function readError(schema: StaticSchema): ErrorModel {
  const traits = record(schema[3]);
  const query = Array.isArray(traits.awsQueryError) ? traits.awsQueryError : undefined;
  const status = query ? Number(query[1]) : traits.httpError;
  return {
    shape: schema[2],
    code: query ? String(query[0]) : schema[2],
    ...(typeof status === "number" && { status }),
    schema: NormalizedSchema.of(schema as never),
  };
}

const record = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};

/** The names of a structure's required members (the generated schemas list them first and give their number). */
export function requiredMembers(ns: NormalizedSchema): readonly string[] {
  const schema: unknown = ns.getSchema();
  if (!Array.isArray(schema) || typeof schema[6] !== "number") return [];
  return (schema[4] as string[]).slice(0, schema[6]);
}
