import { type SandboxOptions, startSandbox } from "../server";

/** A whole sandbox in memory for one test file, with its controls and a fresh account a test. */
export async function startTestSandbox(options: Partial<SandboxOptions> = {}) {
  let accounts = 0;
  const bugs: unknown[] = [];
  const sandbox = await startSandbox({
    port: 0,
    pace: 10,
    wall: Date.now,
    demo: { template: "" },
    withDemo: false,
    onBug: (what, error) => bugs.push(new Error(what, { cause: error })),
    ...options,
  });
  const endpoint = `http://127.0.0.1:${sandbox.port}`;
  return {
    ...sandbox,
    endpoint,
    /** What the sandbox did wrong since it began. */
    bugs,
    newAccount: (): string => String(700_000_000_000 + ++accounts),
    /** What every SDK client of the test is made with; no retries unless told. */
    client: (account: string, more: { maxAttempts?: number; region?: string } = {}) => ({
      endpoint,
      region: "us-east-1",
      credentials: { accessKeyId: account, secretAccessKey: "x" },
      maxAttempts: 1,
      disableHostPrefix: true,
      ...more,
    }),
    async control(
      method: string,
      name: string,
      body?: object,
    ): Promise<{ status: number; body: Record<string, unknown> }> {
      const response = await fetch(`${endpoint}/_sandbox/${name}`, {
        method,
        ...(body !== undefined && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
      });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    },
  };
}

export type TestSandbox = Awaited<ReturnType<typeof startTestSandbox>>;

interface SdkError extends Error {
  readonly __type?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** How a call failed: the error's code, message and status; undefined when it did not. */
export const failed = (
  promise: Promise<unknown>,
): Promise<{ name: string; message: string; status?: number } | undefined> =>
  promise.then(
    () => undefined,
    (error: SdkError) => ({
      // The SDK's CBOR protocol leaves the code of an error its model lacks in `__type`.
      name: error.name === "Error" ? (error.__type ?? error.name) : error.name,
      message: error.message,
      ...(error.$metadata?.httpStatusCode !== undefined && { status: error.$metadata.httpStatusCode }),
    }),
  );
