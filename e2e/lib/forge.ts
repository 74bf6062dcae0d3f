import type { APIRequestContext, APIResponse, Page, Request } from "@playwright/test";

export interface Forged {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Lets `press` send a server action and keeps it from arriving; what was sent can be sent by somebody else. */
export async function captureAction(page: Page, press: () => Promise<void>): Promise<Forged> {
  const caught = new Promise<Request>((resolve) => {
    void page.route("**/*", (route) => {
      const request = route.request();
      if (request.method() !== "POST" || !request.headers()["next-action"]) return route.continue();
      resolve(request);
      return route.abort();
    });
  });
  await press();
  const request = await caught;
  await page.unroute("**/*");
  const all = await request.allHeaders();
  const kept = ["next-action", "content-type", "next-router-state-tree", "accept", "origin"];
  return {
    url: request.url(),
    headers: Object.fromEntries(Object.entries(all).filter(([name]) => kept.includes(name))),
    body: request.postData() ?? "",
  };
}

/** Sends it with the cookies of `by`. */
export function send(
  by: APIRequestContext,
  forged: Forged,
  headers: Record<string, string> = {},
): Promise<APIResponse> {
  return by.post(forged.url, {
    headers: { ...forged.headers, ...headers },
    data: forged.body,
    maxRedirects: 0,
  });
}
