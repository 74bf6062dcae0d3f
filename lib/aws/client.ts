import "server-only";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import type { Clock } from "@/lib/clock";
import type { AccountConfig, Config } from "@/lib/config";
import { SlipwayError } from "@/lib/errors";
import { type Place, placeKey } from "@/lib/place";
import { toSlipwayError } from "./errors";

/** One finished AWS call, for the API budget and the console's own metrics. */
export interface AwsCall {
  readonly place: Place;
  /** e.g. "ecs:DescribeServices". */
  readonly api: string;
  readonly ms: number;
  readonly outcome: "ok" | "throttled" | "denied" | "failed";
}

/** Reads may be retried by the SDK; a write is sent once, for a lost reply must not do it twice. */
export type CallKind = "read" | "write";

interface SdkClient {
  middlewareStack: { add(middleware: never, options: never): void };
  destroy(): void;
}
type ClientClass<C> = new (config: never) => C;

export interface AwsContext extends Place {
  /** The account's clock in ms, learned from the `Date` of AWS's answers; the host's until the first answer. */
  now(): number;
  /** The cached client of this place. */
  client<C extends SdkClient>(Client: ClientClass<C>, kind?: CallKind): C;
  /** Runs one call: measured, its error turned into a SlipwayError that names `api`. */
  call<T>(api: string, run: () => Promise<T>): Promise<T>;
}

export interface Aws {
  at(place: Place): AwsContext;
  /** Called after each call. */
  onCall(listener: (call: AwsCall) => void): () => void;
  destroy(): void;
}

const CONNECT_TIMEOUT_MS = 3_000;
/** Short enough that what hangs is back within ten seconds of AWS. */
const REQUEST_TIMEOUT_MS = 8_000;

/** Makes the one door to AWS. Real AWS uses the SDK's default credential chain; the sandbox's key names its account. */
export function createAws(config: Config, clock: Clock): Aws {
  const contexts = new Map<string, AwsContext>();
  const clients = new Map<string, SdkClient>();
  const listeners = new Set<(call: AwsCall) => void>();
  const offsets = new Map<string, number>();
  const handler = new NodeHttpHandler({
    connectionTimeout: CONNECT_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // Without it the SDK only warns, and a call that is never answered hangs for ever.
    throwOnRequestTimeout: true,
    socketTimeout: REQUEST_TIMEOUT_MS,
    httpAgent: { keepAlive: true, maxSockets: 64 },
    httpsAgent: { keepAlive: true, maxSockets: 64 },
  });

  function client<C extends SdkClient>(
    account: AccountConfig,
    place: Place,
    Client: ClientClass<C>,
    kind: CallKind,
  ): C {
    const key = `${placeKey(place)}/${Client.name}/${kind}`;
    const known = clients.get(key);
    if (known) return known as C;
    const made = new Client({
      region: place.region,
      endpoint: account.endpoint,
      credentials: account.credentials,
      disableHostPrefix: account.endpoint !== undefined,
      // S3 alone reads it: buckets by path, since no name leads to an endpoint's buckets.
      forcePathStyle: account.endpoint !== undefined,
      maxAttempts: kind === "write" ? 1 : 2,
      requestHandler: handler,
    } as never);
    made.middlewareStack.add(
      learnClock(clock, (earliest, latest) => {
        const offset = offsets.get(place.account) ?? 0;
        offsets.set(place.account, Math.min(latest, Math.max(earliest, offset)));
      }) as never,
      { step: "deserialize", priority: "low", name: "slipwayClock" } as never,
    );
    clients.set(key, made);
    return made;
  }

  return {
    at(place) {
      const key = placeKey(place);
      const known = contexts.get(key);
      if (known) return known;
      const account = config.accounts.find((candidate) => candidate.name === place.account);
      if (!account?.regions.includes(place.region)) {
        throw new SlipwayError("not_found", `There is no account "${place.account}" with Region ${place.region} here.`);
      }
      const context: AwsContext = {
        account: place.account,
        region: place.region,
        now: () => clock.now() + (offsets.get(place.account) ?? 0),
        client: (Client, kind = "read") => client(account, place, Client, kind),
        async call(api, run) {
          const started = performance.now();
          const done = (outcome: AwsCall["outcome"]) => {
            for (const listener of listeners) listener({ place, api, ms: performance.now() - started, outcome });
          };
          try {
            const answer = await run();
            done("ok");
            return answer;
          } catch (cause) {
            const error = toSlipwayError(api, cause);
            done(error.code === "aws_throttled" ? "throttled" : error.code === "aws_denied" ? "denied" : "failed");
            throw error;
          }
        },
      };
      contexts.set(key, context);
      return context;
    },
    onCall(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    destroy() {
      for (const made of clients.values()) made.destroy();
      clients.clear();
      contexts.clear();
    },
  };
}

type Next = (args: unknown) => Promise<{ response?: { headers?: Record<string, string> } }>;

/**
 * Hands on between which two values AWS's clock lies ahead of ours (ms): its `Date`, in whole seconds, was written
 * somewhere between our sending and our receiving. A slow answer says little, so it moves nothing.
 */
function learnClock(clock: Clock, learned: (earliest: number, latest: number) => void) {
  return (next: Next) => async (args: unknown) => {
    const sent = clock.now();
    const result = await next(args);
    const date = result.response?.headers?.date;
    const second = date ? Date.parse(date) : Number.NaN;
    if (!Number.isNaN(second)) learned(second - clock.now(), second + 999 - sent);
    return result;
  };
}
