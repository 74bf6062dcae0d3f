import { z } from "zod";
import { readBody } from "@/lib/auth/body";
import { parseInput } from "@/lib/auth/define-action";
import { defineRoute } from "@/lib/auth/define-route";
import { checkLaunch } from "@/lib/preflight/check-launch";
import { registriesOf } from "@/lib/registries/types";

const MAX_BODY_BYTES = 1_000_000;

const input = z.object({
  account: z.string().min(1),
  region: z.string().min(1),
  templateId: z.string().min(1).max(64),
  stackName: z.string().max(255).optional(),
  values: z.record(z.string().max(255), z.string().max(4096)),
});

/** The checks of a launch that is being filled in. A POST because the values are many; it changes nothing. */
export const POST = defineRoute({
  role: "viewer",
  run: async ({ runtime }, request) => {
    const { account, region, ...rest } = parseInput(input, readJson(await readBody(request, MAX_BODY_BYTES)));
    const results = await checkLaunch(
      runtime.aws.at({ account, region }),
      runtime.db,
      registriesOf(runtime.config),
      rest,
    );
    return Response.json({ results }, { headers: { "cache-control": "no-store" } });
  },
});

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
