import { type AnyHandler, answer, type Call, type Wiring } from "../wire/answer";
import { listen, readRequest, sendAnswer } from "../wire/http";

/** An HTTP server that answers every AWS operation by `handler`; for tests of the wire alone. */
export interface WireServer {
  readonly endpoint: string;
  handler: (input: unknown, call: Call) => unknown;
  /** What handlers did wrong since the start, e.g. members an answer must not have. */
  readonly bugs: unknown[];
  close(): void;
}

export async function startWireServer(): Promise<WireServer> {
  const bugs: unknown[] = [];
  const wire = { handler: (() => ({})) as WireServer["handler"] };
  const find = (): AnyHandler => (input: never, ctx) => wire.handler(input, ctx as Call);
  const wiring: Wiring = { find, newRequestId: () => "request-1", onBug: (_call, error) => bugs.push(error) };
  const { server, port } = await listen((incoming, response) => {
    void readRequest(incoming).then(async (request) => {
      if (request) await sendAnswer(response, await answer(request, wiring), new Date());
    });
  }, 0);
  return Object.assign(wire, {
    endpoint: `http://127.0.0.1:${port}`,
    bugs,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  });
}

/** What every SDK client in a test is made with: account 111122223333 in eu-west-1, no retries. */
export const clientOptions = (endpoint: string) => ({
  endpoint,
  region: "eu-west-1",
  credentials: { accessKeyId: "111122223333", secretAccessKey: "x" },
  maxAttempts: 1,
  disableHostPrefix: true,
});
