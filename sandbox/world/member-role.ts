import type { Role } from "./identity-records";
import { stableHex } from "./stable-id";

/** The account AWS Organizations would call the management account. */
const MANAGEMENT = "123456789012";

/** The role AWS Organizations makes in a member account, for the management account to come in by. */
export function memberRole(account: string, createdAt: number): Record<string, Role> {
  if (account === MANAGEMENT) return {};
  const name = "OrganizationAccountAccessRole";
  const Principal = { AWS: `arn:aws:iam::${MANAGEMENT}:root` };
  return {
    [name]: {
      name,
      path: "/",
      id: `AROA${stableHex(17, account, name).toUpperCase()}`,
      arn: `arn:aws:iam::${account}:role/${name}`,
      createdAt,
      trust: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }],
      }),
      maxSession: 3600,
      inline: {},
      attached: ["arn:aws:iam::aws:policy/AdministratorAccess"],
      tags: {},
    },
  };
}
