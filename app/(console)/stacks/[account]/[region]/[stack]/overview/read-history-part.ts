import "server-only";
import { LIVE_RANGE_MS, RANGES, type Range } from "@/components/charts/ranges";
import { toPublicError } from "@/lib/auth/public-error";
import { serviceTopic } from "@/lib/live/topics";
import type { Part, ServiceParts } from "@/lib/live/types";
import type { StackRef } from "@/lib/place";
import { runtime } from "@/lib/runtime";
import type { History } from "@/lib/scaling/history-types";
import { readHistory } from "@/lib/scaling/read-history";
import { locateService } from "@/lib/services/locate";

/** The chart's values for a range longer than what is followed live; null when the live ones reach. */
export async function readHistoryPart(stackRef: StackRef, range: Range): Promise<Part<History> | null> {
  const { ms } = RANGES[range];
  if (ms <= LIVE_RANGE_MS) return null;
  const { hub, aws } = runtime();
  const { parts } = await hub.read<ServiceParts>(serviceTopic(stackRef));
  const where = locateService(parts.resources.data ?? []);
  if (!where) return { data: null, at: 0, error: parts.resources.error };
  const context = aws.at(stackRef);
  try {
    const history = await readHistory(context, where, parts.alarms.data ?? [], ms);
    return { data: history, at: history.to, error: null };
  } catch (error) {
    return { data: null, at: 0, error: toPublicError(error, `history of ${stackRef.stack}`) };
  }
}
