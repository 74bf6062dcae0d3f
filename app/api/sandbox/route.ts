import { defineRoute } from "@/lib/auth/define-route";
import { readSandbox } from "@/lib/sandbox-controls";

/** What the sandbox panel shows: services with their traffic, instances, the failure waiting for the next deployment. */
export const GET = defineRoute({
  role: "viewer",
  run: async ({ runtime, url }) =>
    Response.json(
      await readSandbox(runtime.config, {
        account: url.searchParams.get("account") ?? "",
        region: url.searchParams.get("region") ?? "",
      }),
      { headers: { "cache-control": "no-store" } },
    ),
});
