/** What an ECR password says: whose registry it opens, and until when (ms, the host's clock). */
export interface RegistryPass {
  readonly account: string;
  readonly region: string;
  readonly until: number;
}

export const writePass = (pass: RegistryPass): string => Buffer.from(JSON.stringify(pass)).toString("base64url");

/** The pass a password stands for; undefined for any other text. */
export function readPass(password: string): RegistryPass | undefined {
  try {
    const { account, region, until } = JSON.parse(
      Buffer.from(password, "base64url").toString("utf8"),
    ) as Partial<RegistryPass>;
    return account && region && typeof until === "number" ? { account, region, until } : undefined;
  } catch {
    return undefined;
  }
}
