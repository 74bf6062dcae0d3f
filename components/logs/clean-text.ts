import type { Tone } from "@/lib/stacks/types";

/**
 * Terminal sequences (colours, cursor moves, titles, hyperlinks) and other control characters, which a log line may hold
 * and a page must not act on. Built from strings: a pattern literal with control characters is easily misread.
 */
const ESC = "\\u001b";
const ENDS_OSC = `(?:\\u0007|${ESC}\\\\)`;
const SEQUENCES = new RegExp(
  [
    `${ESC}\\][^\\u0007${ESC}]*${ENDS_OSC}?`, // OSC: titles, hyperlinks
    `[\\u009b]|${ESC}\\[`, // CSI start, its parameters follow below
  ].join("|"),
  "g",
);
const CSI = new RegExp(`(?:\\u009b|${ESC}\\[)[0-?]*[ -/]*[@-~]`, "g");
const REST = new RegExp(
  `${ESC}[ -/]*[0-~]?|[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u202a-\\u202e\\u2066-\\u2069]`,
  "g",
);

/** A line as plain text: without terminal sequences, control characters and direction overrides. Tabs stay. */
export function cleanText(message: string): string {
  return message.replace(CSI, "").replace(SEQUENCES, "").replace(REST, "").trimEnd();
}

const BAD =
  /\b(?:ERROR|FATAL|CRITICAL|PANIC|SEVERE)\b|"level":\s*"(?:error|fatal|critical)"|\blevel=(?:error|fatal|critical)\b/;
const WARN = /\bWARN(?:ING)?\b|"level":\s*"warn(?:ing)?"|\blevel=warn(?:ing)?\b/;

/** How a line should stand out, by the words loggers commonly write. */
export function lineTone(text: string): Extract<Tone, "bad" | "warn"> | undefined {
  // Long lines carry their level at the front.
  const head = text.slice(0, 400);
  return BAD.test(head) ? "bad" : WARN.test(head) ? "warn" : undefined;
}
