import { SmithyRpcV2CborProtocol } from "@smithy/core/cbor";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anyValueOf, plainBlobs, prune } from "../testing/shape-arbitrary";
import { clientOptions, startWireServer, type WireServer } from "../testing/wire-server";
import { AwsError, type ServiceName } from "./handler";
import { type OperationModel, serviceModel } from "./model";
import { SERVICES, serviceNames } from "./protocols";

/**
 * Every operation of every client package, through the SDK's own client over HTTP and back: what the handler gets must
 * be what the caller gave, and what the caller gets what the handler said. FUZZ_RUNS raises the number of values a shape.
 */
const RUNS = Number(process.env.FUZZ_RUNS ?? 3);
/** EC2 has 811 operations of one pattern, nearly half of all. */
const runsOf = (service: ServiceName): number => (service === "ec2" ? Math.ceil(RUNS / 3) : RUNS);

let wire: WireServer;
beforeAll(async () => {
  wire = await startWireServer();
});
afterAll(() => wire.close());

interface Client {
  readonly config: { readonly protocol: { readonly constructor: unknown } };
  send(command: unknown): Promise<Record<string, unknown>>;
  destroy(): void;
}
type Constructor<T> = new (options: unknown) => T;

async function clientOf(service: ServiceName, protocol?: unknown) {
  const module = await SERVICES[service].load();
  const name = Object.keys(module).find((key) => /^[A-Z]\w*Client$/.test(key)) ?? "";
  const options = { ...clientOptions(wire.endpoint), ...(protocol !== undefined && { protocol }) };
  const client = new (module[name] as Constructor<Client>)(options);
  const command = (operation: string, input: unknown) =>
    new (module[`${operation}Command`] as Constructor<unknown>)(input);
  return { client, command };
}

/** The SDK's errors hold their whole response; a failing test should say only what went wrong. */
const inShort = (error: unknown): never => {
  throw new Error(String(error));
};

const streams = ({ input, output }: OperationModel) =>
  [input, output].some(
    (ns) => !ns.isUnitSchema() && [...ns.structIterator()].some(([, member]) => member.isStreaming()),
  );

async function roundTrips(service: ServiceName, xml: boolean, protocol?: unknown): Promise<number> {
  const model = await serviceModel(service);
  const { client, command } = await clientOf(service, protocol);
  const same = (value: unknown) => plainBlobs(xml ? prune(value) : value);
  let tried = 0;
  for (const operation of model.operations.values()) {
    // The SDK adds a presigned URL of its own to CopySnapshot.
    if (streams(operation) || operation.name === "CopySnapshot") continue;
    tried++;
    await fc.assert(
      fc.asyncProperty(
        anyValueOf(operation.input, { xml }),
        anyValueOf(operation.output, { xml }),
        async (input, output) => {
          let seen: unknown;
          wire.handler = (decoded) => {
            seen = decoded;
            return output;
          };
          const { $metadata: _, ...received } = await client.send(command(operation.name, input)).catch(inShort);
          expect(same(seen), `${operation.name} input`).toEqual(same(input));
          expect(same(received), `${operation.name} output`).toEqual(same(output));
        },
      ),
      { numRuns: runsOf(service), seed: 7 },
    );
  }
  client.destroy();
  return tried;
}

async function errorsArrive(service: ServiceName, protocol?: unknown): Promise<void> {
  const model = await serviceModel(service);
  const { client, command } = await clientOf(service, protocol);
  const operation = [...model.operations.values()].find((candidate) => !streams(candidate));
  if (!operation) throw new Error("no operation");
  const input = fc.sample(anyValueOf(operation.input, { xml: true }), { numRuns: 1, seed: 7 })[0];
  for (const error of model.errors) {
    const sample = fc.sample(anyValueOf(error.schema, { xml: true }), { numRuns: 1, seed: 7 })[0];
    const { message: _m, Message: _M, ...fields } = sample as Record<string, unknown>;
    wire.handler = () => {
      throw new AwsError(error.code, "What went <wrong> & where", 400, fields);
    };
    const caught: unknown = await client.send(command(operation.name, input)).catch((failure: unknown) => failure);
    // Shapes that share one query code (CloudWatch's ResourceNotFound) cannot be told apart by the SDK either.
    const names = model.errors.filter(({ code }) => code === error.code).map(({ shape }) => shape);
    expect(caught).toMatchObject({ message: "What went <wrong> & where" });
    expect(names).toContain((caught as Error).name);
    expect(prune(caught), error.shape).toMatchObject((prune(fields) ?? {}) as object);
  }
  client.destroy();
}

describe.each(serviceNames())("%s", (service) => {
  it("carries every input and output unchanged", { timeout: 120_000 }, async () => {
    expect(await roundTrips(service, SERVICES[service].protocol !== "json")).toBeGreaterThanOrEqual(5);
  });
  it("carries every error with its name, message and members", () => errorsArrive(service));
});

describe("monitoring in its other protocols", () => {
  it("speaks CBOR, which botocore uses", { timeout: 120_000 }, async () => {
    expect(await roundTrips("monitoring", false, SmithyRpcV2CborProtocol)).toBeGreaterThan(20);
    await errorsArrive("monitoring", SmithyRpcV2CborProtocol);
  });

  it("speaks query, which older clients use", { timeout: 120_000 }, async () => {
    const { client } = await clientOf("sts");
    const query = client.config.protocol.constructor;
    expect(await roundTrips("monitoring", true, query)).toBeGreaterThan(20);
    await errorsArrive("monitoring", query);
  });
});
