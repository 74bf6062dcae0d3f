import type { IncomingMessage, ServerResponse } from "node:http";
import { Accounts, type AccountsOptions } from "./accounts";
import { answerAws } from "./answer-aws";
import { CallCounts } from "./calls";
import type { ControlDependencies } from "./control-input";
import { control } from "./controls";
import { type DemoOptions, demoHistoryMs, runDemo } from "./demo";
import { answerObjects, isObjectRequest } from "./object-store";
import { answerRegistry, isRegistryRequest } from "./registry-http";
import { Faults } from "./wire/faults";
import { listen, readRequest } from "./wire/http";
import { DEFAULT_ACCOUNT, DEFAULT_REGION } from "./wire/request";

export interface SandboxOptions extends AccountsOptions {
  readonly port: number;
  readonly demo: DemoOptions;
  /** Makes the demo in the default account when that account is new. */
  readonly withDemo: boolean;
}

/** Starts the sandbox on the loopback interface. `close` stores everything and ends open connections. */
export async function startSandbox(
  options: SandboxOptions,
): Promise<{ port: number; close(): void; accounts: Accounts }> {
  const accounts = new Accounts(options);
  // Read now: its history shall be there before somebody looks. After a change of format it cannot be read: a new demo then.
  if (!accounts.find(DEFAULT_ACCOUNT) && options.withDemo) {
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
    faults: new Faults(Math.random, options.wall),
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
  if (isRegistryRequest(request.url)) {
    const { status, headers, body } = answerRegistry(request, deps.accounts, options.wall());
    response.writeHead(status, headers);
    response.end(body);
    return;
  }
  if (isObjectRequest(request)) {
    const { status, headers, body } = await answerObjects(request, deps.accounts);
    response.writeHead(status, headers);
    response.end(body);
    return;
  }
  await answerAws(request, response, deps, options.onBug);
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
