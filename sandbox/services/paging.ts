import { AwsError } from "../wire/handler";

/** One page of `items`. Tokens are opaque positions; `nextToken` is absent on the last page, as AWS leaves it out. */
export function page<T>(
  items: readonly T[],
  token: string | undefined,
  size: number,
  refuse: (token: string) => AwsError = (bad) => new AwsError("InvalidNextToken", `The token '${bad}' is invalid`),
): { items: T[]; nextToken?: string } {
  let start = 0;
  if (token !== undefined && token !== "") {
    const text = Buffer.from(token, "base64url").toString("utf8");
    const at = /^at:(\d{1,9})$/.exec(text);
    if (!at) throw refuse(token);
    start = Number(at[1]);
  }
  const end = start + size;
  return {
    items: items.slice(start, end),
    ...(end < items.length ? { nextToken: Buffer.from(`at:${end}`).toString("base64url") } : {}),
  };
}
