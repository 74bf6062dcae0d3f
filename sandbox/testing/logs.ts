import { createLogsHandlers } from "../services/logs";
import { createInsights } from "../world/insights";
import { Kernel, type KernelSnapshot } from "../world/kernel";
import { createLiveTail } from "../world/live-tail";
import { createLogs } from "../world/logs";
import { createQueryDefinitions } from "../world/query-definitions";

export const START = Date.UTC(2026, 10, 23, 8);
export const ctx = { account: "111111111111", region: "eu-central-1", requestId: "r" };
export const group = { logGroupName: "/ecs/orders" };

/** CloudWatch Logs alone, with one group and a clock of its own. */
export function setUpLogs({ cap, snapshot }: { cap?: number; snapshot?: KernelSnapshot } = {}) {
  const clock = { wall: START };
  const kernel = new Kernel(() => clock.wall, snapshot);
  const logs = createLogs(kernel, cap);
  const liveTail = createLiveTail(kernel, logs);
  const insights = createInsights(kernel, logs);
  const queryDefinitions = createQueryDefinitions(kernel);
  const api = createLogsHandlers({ logs, liveTail, insights, queryDefinitions, kernel });
  if (!snapshot) api.CreateLogGroup(group, ctx);
  /** Writes `line N` at each given second after START. */
  const write = (stream: string, ...at: number[]) =>
    logs.write(
      ctx,
      group.logGroupName,
      stream,
      at.map((second) => ({ at: START + second * 1000, message: `line ${second}` })),
    );
  /** Writes texts at now. */
  const say = (stream: string, ...messages: string[]) =>
    logs.write(
      ctx,
      group.logGroupName,
      stream,
      messages.map((message) => ({ at: kernel.now(), message })),
    );
  const seconds = (count: number) => {
    clock.wall += count * 1000;
    kernel.sync();
  };
  return { clock, kernel, logs, liveTail, api, write, say, seconds };
}

export const texts = (events: readonly { message?: string | undefined }[]) => events.map((event) => event.message);
