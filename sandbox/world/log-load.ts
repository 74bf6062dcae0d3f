import { accessLines } from "./access-lines";
import type { Kernel } from "./kernel";
import type { Load } from "./load";
import { responseSeconds } from "./load-metrics";
import type { LogSink, Place } from "./seams";
import type { TaskLoad } from "./task-load";

interface LogLoadDependencies {
  readonly kernel: Kernel;
  readonly load: Load;
  readonly logs: LogSink;
  readonly places: () => readonly Place[];
}

const SECOND = 1000;
/** Run ahead by more than this, time is history, and a few lines stand for the rest. */
const LIVE_WITHIN = 5 * SECOND;
const HISTORY_STEP = 60 * SECOND;
const HISTORY_LINES_PER_SECOND = 0.1;
/** The most access lines one task writes in a second; busier ones sample. */
const LINES_PER_SECOND = 2;
const IDLE_STEP = 5 * SECOND;

/**
 * Writes the containers' logs while they run: every second up to two lines a task as time passes, six a minute where
 * time is run ahead.
 */
export function createLogLoad({ kernel, load, logs, places }: LogLoadDependencies) {
  const random = () => kernel.random();

  const write = (place: Place, one: TaskLoad, count: number, spanMs: number, checks: number) => {
    const { task } = one;
    if (!task.logs) return;
    const seconds = responseSeconds([one]);
    const from = Math.max(kernel.now() - spanMs, task.startedAt + kernel.wait(task.image.startSeconds * SECOND));
    const span = kernel.now() - from;
    if (span <= 0) return;
    const lines = Array.from({ length: count }, () => accessLines.request(one, seconds, random));
    for (let check = 0; check < checks; check++) lines.push(accessLines.healthCheck(one, random));
    const times = lines.map(() => from + random() * span).sort((a, b) => a - b);
    const batch = lines.map((message, index) => ({ at: times[index] ?? from, message }));
    logs.write(place, task.logs.group, task.logs.stream, batch);
  };

  kernel.on("load.lines", () => {
    const history = kernel.behind() > LIVE_WITHIN;
    const all = places().map((place) => ({ place, tasks: load.tasks(place) }));
    const idle = all.every(({ tasks }) => tasks.length === 0);
    const step = history ? Math.min(HISTORY_STEP, kernel.behind() - SECOND) : idle ? IDLE_STEP : SECOND;
    kernel.schedule("load.lines", step);
    const state = kernel.slice("load.lines", () => ({ last: kernel.now() }));
    const span = Math.min(kernel.now() - state.last, HISTORY_STEP);
    state.last = kernel.now();
    if (span <= 0) return;
    const sparse = span > LIVE_WITHIN;
    for (const { place, tasks } of all) {
      for (const one of tasks) {
        const most = sparse ? HISTORY_LINES_PER_SECOND : LINES_PER_SECOND;
        const seconds = span / SECOND;
        const count = Math.floor(Math.min(one.requestsPerSecond, most * (0.85 + 0.3 * random())) * seconds + random());
        const checks = random() < seconds / (sparse ? 100 : 30) ? 1 : 0;
        write(place, one, Math.min(count, LINES_PER_SECOND * seconds), span, checks);
      }
    }
  });

  const begun = kernel.slice("load.lines.begun", () => ({ yes: false }));
  if (!begun.yes) kernel.schedule("load.lines", SECOND);
  begun.yes = true;
}
