import { z } from "zod";

/** Shapes the template actions share. What the person must write is said in words, since it is shown at the field. */
export const templateId = z.string().min(1).max(64);

/** Longer than any template may be; the verb counts bytes and says the limit. */
export const templateText = z.string().max(2_000_000, "CloudFormation takes 1,048,576 bytes at most.");

export const reason = z
  .string()
  .trim()
  .min(1, "Say why: the next person will ask.")
  .max(500, "At most 500 characters.");

export const place = z.object({ account: z.string().min(1).max(32), region: z.string().min(1).max(32) });
