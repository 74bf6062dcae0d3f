import "server-only";
import type { AwsContext } from "@/lib/aws/client";
import { newestLogEvents } from "@/lib/aws/logs";
import type { LogLine } from "@/lib/logs/types";
import type { Task } from "@/lib/services/types";

const LINES = 20;

/** The last lines a stopped task wrote, oldest first; of the container that broke, when that can be told. */
export async function lastLinesOf(aws: AwsContext, task: Task): Promise<readonly LogLine[]> {
  const broken = task.containers.find(({ exitCode, log }) => log && (exitCode ?? 0) !== 0);
  const { log } = broken ?? task.containers.find((container) => container.log) ?? {};
  return log ? newestLogEvents(aws, { group: log.group, streams: [log.stream] }, LINES) : [];
}
