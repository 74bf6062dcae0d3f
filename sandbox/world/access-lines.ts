import type { TaskLoad } from "./task-load";

/** What an HTTP service's container writes; random numbers come in, so the same world writes the same lines. */
export interface LineWriter {
  /** One line about one request, or what happened beside it. */
  request(load: TaskLoad, seconds: number, random: () => number): string;
  /** The load balancer's health check. */
  healthCheck(load: TaskLoad, random: () => number): string;
}

interface Subject {
  readonly noun: string;
  readonly collection: string;
  readonly query: string;
  readonly upstream: string;
  readonly done: string;
}

const SUBJECTS: readonly Subject[] = [
  { noun: "order", collection: "orders", query: "orders_by_customer", upstream: "payments", done: "order placed" },
  { noun: "product", collection: "products", query: "products_by_category", upstream: "search", done: "price updated" },
  {
    noun: "payment",
    collection: "payments",
    query: "payments_by_day",
    upstream: "card-gateway",
    done: "payment captured",
  },
];
const DEFAULT_SUBJECT: Subject = {
  noun: "item",
  collection: "items",
  query: "items_by_owner",
  upstream: "storage",
  done: "item saved",
};

function subjectOf({ task }: TaskLoad): Subject {
  const name = `${task.service ?? ""} ${task.containerName} ${task.logs?.group ?? ""}`.toLowerCase();
  if (name.includes("catalog")) return SUBJECTS[1] ?? DEFAULT_SUBJECT;
  return SUBJECTS.find(({ noun, collection }) => name.includes(noun) || name.includes(collection)) ?? DEFAULT_SUBJECT;
}

const pick = <T>(items: readonly [T, ...T[]], random: () => number): T =>
  items[Math.floor(random() * items.length)] ?? items[0];

export const accessLines: LineWriter = {
  request(load, seconds, random) {
    const { noun, collection, query, upstream, done } = subjectOf(load);
    const id = 1000 + Math.floor(random() * 9000);
    // Response times are skewed: most are quick, a few take many times as long.
    const millis = Math.max(1, Math.round(seconds * 1000 * (0.3 - 0.7 * Math.log(1 - random() * 0.999))));
    const kind = random();
    if (load.served < 0.98 && kind < 1 - load.served) {
      return pick(
        [
          `ERROR GET /${collection}/${id} 503 ${3000 + Math.round(random() * 400)}ms: request queue is full`,
          `ERROR ${upstream} timed out after 3000ms (${noun} ${id})`,
          `WARN event loop is ${Math.round(180 + random() * 900)}ms behind`,
        ],
        random,
      );
    }
    if (kind < 0.003) return `ERROR ${upstream} timed out after 3000ms (${noun} ${id})`;
    if (kind < 0.015) return `WARN slow query ${query} took ${Math.round(400 + random() * 900)}ms`;
    if (kind < 0.075) return JSON.stringify({ level: "info", msg: done, [`${noun}Id`]: id, durationMs: millis });
    if (kind < 0.083) return `GET /${collection}/${id} 404 ${Math.min(millis, 9)}ms`;
    if (kind < 0.2) return `POST /${collection} 201 ${millis + 6}ms`;
    if (kind < 0.32) return `GET /${collection}?page=${1 + Math.floor(random() * 12)} 200 ${millis + 3}ms`;
    return `GET /${collection}/${id} 200 ${millis}ms`;
  },

  healthCheck({ task }, random) {
    const answer = task.healthy || task.image.healthStatus !== 200 ? task.image.healthStatus : 503;
    return `GET /health ${answer} ${1 + Math.floor(random() * 3)}ms "ELB-HealthChecker/2.0"`;
  },
};
