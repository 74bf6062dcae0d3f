import { at, BadControl, type Control, requiredNumber, requiredText } from "./control-input";
import { isStruct } from "./wire/values";

const LONGEST_LATENCY = 900;

/** A text, or a text with a time of its own: a line that comes late. */
function lineOf(line: unknown, now: number): { at: number; message: string } {
  if (typeof line === "string") return { at: now, message: line };
  const { timestamp, message } = isStruct(line) ? line : {};
  if (typeof message === "string" && typeof timestamp === "number" && timestamp >= 0) return { at: timestamp, message };
  throw new BadControl("lines must be a list of strings or of objects with timestamp (ms) and message");
}

/** What is told of the data centre: its log lines, and how late its metrics are. */
export const SIGNAL_CONTROLS: Readonly<Record<string, Control>> = {
  "POST /logs": (input, { accounts }) => {
    const { account, place } = at(input, accounts);
    const { kernel, world } = account.centre;
    const now = kernel.now();
    const lines = (Array.isArray(input.lines) ? input.lines : []).map((line: unknown) => lineOf(line, now));
    if (lines.length === 0) throw new BadControl("lines must be a list of strings or of objects");
    world.logs.write(place, requiredText(input, "group"), requiredText(input, "stream"), lines);
    return { written: lines.length, at: now };
  },

  "GET /metric-latency": (input, { accounts }) => ({
    seconds: at(input, accounts).account.centre.world.metrics.latency() / 1000,
  }),
  "POST /metric-latency": async (input, { accounts }) => {
    const seconds = requiredNumber(input, "seconds", 0, LONGEST_LATENCY);
    const { account } = at(input, accounts);
    account.centre.world.metrics.setLatency(seconds * 1000);
    await account.save();
    return { seconds };
  },
};
