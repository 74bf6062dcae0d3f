import { type CallContext, USER } from "./handler";

/**
 * Who a request of temporary credentials is. In here a session needs no memory: its token says it, as AWS's own (opaque)
 * tokens do. Times are the host's (ms), because SDKs judge `Expiration` by their own clock.
 */
export interface Session {
  readonly account: string;
  readonly role: string;
  readonly roleId: string;
  readonly name: string;
  readonly until: number;
}

const MARK = "origin_sandbox:";

export const writeSessionToken = (session: Session): string =>
  Buffer.from(`${MARK}${JSON.stringify(session)}`).toString("base64");

/** The session a token stands for; undefined for a token of somebody else's AWS. */
export function readSessionToken(token: string | undefined): Session | undefined {
  if (!token) return undefined;
  const text = Buffer.from(token, "base64").toString("utf8");
  if (!text.startsWith(MARK)) return undefined;
  try {
    const { account, role, roleId, name, until } = JSON.parse(text.slice(MARK.length)) as Partial<Session>;
    if (!account || !/^\d{12}$/.test(account) || !role || !name || typeof until !== "number") return undefined;
    return { account, role, roleId: roleId ?? "", name, until };
  } catch {
    return undefined;
  }
}

/** The ARN AWS's messages and GetCallerIdentity name: an assumed role's session, or the account's one user. */
export function callerArn({ account, session }: Pick<CallContext, "account" | "session">): string {
  return session
    ? `arn:aws:sts::${session.account}:assumed-role/${session.role}/${session.name}`
    : `arn:aws:iam::${account}:user/${USER}`;
}
