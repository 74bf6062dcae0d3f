"use server";

import { z } from "zod";
import { defineAction } from "@/lib/auth/define-action";
import { runtime } from "@/lib/runtime";
import { commandSandbox, FAILURES } from "@/lib/sandbox-controls";

const MAX_MINUTES = 24 * 60;

const run = defineAction({
  name: "sandbox.command",
  role: "operator",
  input: z.object({
    account: z.string(),
    region: z.string(),
    command: z.discriminatedUnion("do", [
      z.object({ do: z.literal("advance"), minutes: z.number().positive().max(MAX_MINUTES) }),
      z.object({
        do: z.literal("traffic"),
        service: z.string().min(1),
        requestsPerSecond: z.number().min(0).max(1_000_000).nullable(),
      }),
      z.object({ do: z.literal("kill"), instanceId: z.string().min(1) }),
      z.object({ do: z.literal("fail-next"), failure: z.enum(FAILURES) }),
    ]),
  }),
  target: ({ account, region }) => `${account}/${region}`,
  run: (_ctx, { command, ...place }) => commandSandbox(runtime().config, place, command),
});

/** Drives the simulated AWS: traffic, a killed instance, how the next deployment fails, time. */
export async function commandTheSandbox(input: Parameters<typeof run>[0]) {
  return run(input);
}
