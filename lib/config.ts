import { z } from "zod";

/** One AWS account (or endpoint) the console looks at. `accessKeyId` is set for the sandbox only, where it names the account. */
export interface AccountConfig {
  readonly name: string;
  readonly regions: readonly string[];
  readonly endpoint?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

export type AwsMode = "sandbox" | "endpoint" | "real";

export interface Config {
  readonly version: string;
  /** sandbox: the embedded one is the AWS; endpoint: AWS_ENDPOINT_URL; real: SLIPWAY_AWS=real. */
  readonly aws: AwsMode;
  readonly accounts: readonly AccountConfig[];
  readonly databaseUrl: string;
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  /** True only while the embedded sandbox is the AWS and the server is bound to loopback. */
  readonly sandboxSignIn: boolean;
  readonly sandboxUrl?: string;
}

const accountsSchema = z
  .array(
    z.object({
      name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/),
      accountId: z
        .string()
        .regex(/^\d{12}$/)
        .optional(),
      regions: z.array(z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/)).min(1),
    }),
  )
  .min(1);

const LOOPBACK = new Set(["127.0.0.1", "::1", "localhost"]);

/**
 * Reads the environment once, at start. Throws one plain sentence on a bad value.
 * The supervisor sets SLIPWAY_SANDBOX_URL when it started the sandbox; nothing else makes the sandbox the AWS.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const sandboxUrl = env.SLIPWAY_SANDBOX_URL;
  const endpoint = env.AWS_ENDPOINT_URL;
  const aws: AwsMode = sandboxUrl ? "sandbox" : endpoint ? "endpoint" : "real";
  if (aws === "real" && env.SLIPWAY_AWS !== "real") {
    throw new Error(
      "No AWS is chosen: start with `npm start` for the sandbox, set AWS_ENDPOINT_URL, or SLIPWAY_AWS=real.",
    );
  }
  const host = env.HOST ?? "127.0.0.1";
  const databaseUrl = env.DATABASE_URL;
  if (!databaseUrl) throw new Error("DATABASE_URL is not set; `npm start` sets it for the embedded database.");
  return {
    version: env.SLIPWAY_VERSION ?? "dev",
    aws,
    accounts: readAccounts(env, aws, sandboxUrl ?? endpoint),
    databaseUrl,
    dataDir: env.SLIPWAY_DATA ?? ".slipway",
    host,
    port: Number(env.PORT ?? 3000),
    sandboxSignIn: sandboxSignIn(env),
    sandboxUrl,
  };
}

/** Anybody may sign in by a button: only while the embedded sandbox is the AWS and the server is bound to loopback. */
export const sandboxSignIn = (env: Readonly<Record<string, string | undefined>>): boolean =>
  Boolean(env.SLIPWAY_SANDBOX_URL) && LOOPBACK.has(env.HOST ?? "127.0.0.1");

/** SLIPWAY_ACCOUNTS is JSON: [{"name","accountId"?,"regions"}]. Without it: one account named after the mode. */
function readAccounts(
  env: Readonly<Record<string, string | undefined>>,
  aws: AwsMode,
  endpoint: string | undefined,
): AccountConfig[] {
  const fallbackRegion = env.AWS_REGION ?? env.AWS_DEFAULT_REGION ?? "us-east-1";
  const listed = env.SLIPWAY_ACCOUNTS
    ? accountsSchema.parse(JSON.parse(env.SLIPWAY_ACCOUNTS))
    : [{ name: aws === "real" ? "aws" : aws, accountId: undefined, regions: [fallbackRegion] }];
  return listed.map(({ name, accountId, regions }) => ({
    name,
    regions,
    endpoint,
    credentials:
      aws === "sandbox" ? { accessKeyId: accountId ?? "123456789012", secretAccessKey: "sandbox" } : undefined,
  }));
}
