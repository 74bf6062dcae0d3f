import { z } from "zod";

/** Shapes of what actions take in; the verbs' input types follow from them. */
export const stackRefInput = z.object({
  account: z.string().min(1).max(32),
  region: z.string().min(1).max(32),
  stack: z.string().min(1).max(128),
});

/** Made by the form when it is drawn; the same key again is the same click. */
export const formKeyInput = z.string().min(8).max(128);

export const reasonInput = z.string().trim().max(500).optional();

export const parametersInput = z.record(z.string().max(255), z.string().max(4096));

/** A template of the library by id, or a text of one's own. */
export const templateInput = z.union([
  z.object({ id: z.string().min(1).max(64) }),
  z.object({ text: z.string().min(1).max(1_048_576) }),
]);

export const stackIdInput = z.string().startsWith("arn:").max(2_000);
