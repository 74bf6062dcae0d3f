import { z } from "zod";
import { readBody } from "@/lib/auth/body";
import { parseInput } from "@/lib/auth/define-action";
import { defineRoute } from "@/lib/auth/define-route";
import { checkLaunch } from "@/lib/preflight/check-launch";
import { registriesOf } from "@/lib/registries/types";
import { readTemplateById } from "@/lib/templates/library";

const MAX_BODY_BYTES = 1_000_000;

const filled = z.object({
  stackName: z.string().max(255).optional(),
  values: z.record(z.string().max(255), z.string().max(4096)),
});
const input = filled.extend({
  account: z.string().min(1),
  region: z.string().min(1),
  templateId: z.string().min(1).max(64),
  before: filled.optional(),
  again: z.array(z.string().max(64)).max(64).optional(),
});

/** The checks of a launch that is being filled in. A POST because the values are many; it changes nothing. */
export const POST = defineRoute({
  role: "viewer",
  run: async ({ runtime }, request) => {
    const { account, region, templateId, ...rest } = parseInput(
      input,
      readJson(await readBody(request, MAX_BODY_BYTES)),
    );
    const { id, text } = await readTemplateById(runtime.db, templateId);
    const answer = await checkLaunch(runtime.aws.at({ account, region }), registriesOf(runtime.config), {
      template: { id, text },
      ...rest,
    });
    return Response.json(answer, { headers: { "cache-control": "no-store" } });
  },
});

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
