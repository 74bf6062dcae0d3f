import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Accounts, type AccountsOptions } from "./accounts";
import { CallCounts } from "./calls";
import { type ControlDependencies, control } from "./controls";
import { type DemoOptions, demoHistoryMs, runDemo } from "./demo";
import { answer, type Call } from "./wire/answer";
import { Faults, faultError } from "./wire/faults";
import { AwsError } from "./wire/handler";
import { listen, readRequest, sendAnswer } from "./wire/http";
import { DEFAULT_ACCOUNT, DEFAULT_REGION, type WireRequest } from "./wire/request";

export interface SandboxOptions extends AccountsOptions {
  readonly port: number;
  readonly demo: DemoOptions;
  /** Makes the demo in the default account when that account is new. */
  readonly withDemo: boolean;
}

const READS =
  /^(Describe|List|Get|BatchGet|Filter|Search|Lookup|Estimate|Validate|Detect|Start(Query|LiveTail)|Test|Simulate)/;

/** Starts the sandbox on the loopback interface. `close` stores everything and ends open connections. */
export async function startSandbox(
  options: SandboxOptions,
): Promise<{ port: number; close(): void; accounts: Accounts }> {
  const accounts = new Accounts(options);
  if (options.withDemo && !accounts.has(DEFAULT_ACCOUNT)) {
    const place = { account: DEFAULT_ACCOUNT, region: DEFAULT_REGION };
    const now = options.wall();
    try {
      accounts.replace(DEFAULT_ACCOUNT, now - demoHistoryMs, (centre) => runDemo(centre, place, options.demo, now));
    } catch (error) {
      options.onBug("the demo could not be made; the sandbox starts empty", error);
    }
  }
  const deps: ControlDependencies = {
    accounts,
    faults: new Faults(Math.random),
    calls: new CallCounts(),
    demo: options.demo,
    wall: options.wall,
  };
  const { server, port } = await listen((incoming, response) => {
    handle(incoming, response, deps, options).catch((error: unknown) => {
      options.onBug("a request failed", error);
      response.destroy();
    });
  }, options.port);
  return {
    port,
    accounts,
    close() {
      server.close();
      server.closeAllConnections();
      accounts.close();
    },
  };
}

async function handle(
  incoming: IncomingMessage,
  response: ServerResponse,
  deps: ControlDependencies,
  options: SandboxOptions,
): Promise<void> {
  const refusal = refuse(incoming);
  const request = refusal ? undefined : await readRequest(incoming);
  if (!request) {
    response.writeHead(refusal ? 403 : 413, { "content-type": "text/plain", connection: "close" });
    response.end(refusal ?? "The request is too large");
    return;
  }
  if (request.url.startsWith("/_sandbox/")) {
    const { status, body } = await control(request, deps);
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
    return;
  }
  await answerAws(request, response, deps, options);
}

async function answerAws(
  request: WireRequest,
  response: ServerResponse,
  { accounts, faults, calls }: ControlDependencies,
  options: SandboxOptions,
): Promise<void> {
  let transport: ReturnType<Faults["strike"]>;
  const account = (call: Call) => accounts.get(call.account);
  const encoded = await answer(request, {
    newRequestId: randomUUID,
    find: (service, operation, at) => accounts.get(at).centre.find(service, operation),
    before(call) {
      calls.add(call);
      const kind = faults.strike(call);
      const error = kind && faultError(kind, call);
      if (error) throw error;
      transport = kind;
      if (kind === "hang") throw new AwsError("Hang", "never answered", 500);
      account(call).sync();
    },
    async after(call) {
      if (!READS.test(call.operation)) await account(call).save();
    },
    onBug: (call, error) => options.onBug(`${call.service}:${call.operation} failed`, error),
  });
  if (transport === "hang") return;
  if (transport === "reset-after") {
    response.socket?.resetAndDestroy();
    return;
  }
  const now = encoded.call ? account(encoded.call).centre.kernel.now() : options.wall();
  if (transport === "truncate" && encoded.body instanceof Uint8Array) {
    response.writeHead(encoded.status, { ...encoded.headers, "content-length": String(encoded.body.byteLength) });
    response.write(encoded.body.subarray(0, encoded.body.byteLength >> 1), () => response.destroy());
    return;
  }
  await sendAnswer(response, encoded, new Date(now));
}

/** A page in a browser may reach the loopback interface: requests from other origins, or by another name, get nothing. */
function refuse(incoming: IncomingMessage): string | undefined {
  if (!isLoopback(`http://${incoming.headers.host ?? ""}`)) return "The sandbox answers on loopback names only";
  const { origin } = incoming.headers;
  if (origin !== undefined && !isLoopback(origin)) return "The sandbox does not answer pages of other origins";
  return undefined;
}

function isLoopback(url: string): boolean {
  const host = URL.canParse(url) ? new URL(url).hostname : "";
  return host === "localhost" || host.endsWith(".localhost") || host === "[::1]" || /^127(\.\d+){3}$/.test(host);
}
