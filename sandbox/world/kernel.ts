/**
 * The simulation's clock and queue. Everything that happens later is an event of plain data, so the whole world can be
 * written to disk and go on after a restart. Time only moves forward: `sync` follows the wall, `advance` runs ahead and
 * stays ahead.
 */

export interface KernelEvent {
  readonly id: number;
  readonly at: number;
  readonly kind: string;
  readonly data: unknown;
}

/** What a kernel is made from again after a restart. `bulk` holds what is large and cheap to lose a second of. */
export interface KernelSnapshot {
  time: number;
  nextId: number;
  seed: number;
  pace: number;
  queue: KernelEvent[];
  slices: Record<string, unknown>;
  bulk: Record<string, unknown>;
}

type Listener = (data: never) => void;

const UPPER_LOWER_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

export class Kernel {
  private time: number;
  private nextId: number;
  private seed: number;
  private readonly heap: KernelEvent[];
  private readonly cancelled = new Set<number>();
  private readonly listeners = new Map<string, Listener>();
  private readonly slices: Record<string, unknown>;
  private readonly bulkSlices: Record<string, unknown>;
  /** How many times faster than AWS waits pass (boot, pull, drain); metric periods and cooldowns are not shortened. */
  pace: number;
  /** The simulated clock's lead over the wall clock, in ms. */
  private lead: number;
  /** Where the current or last run ends, ms. */
  private goal = 0;

  /** `wall` is the host's clock in ms; tests hand in their own. `start` is the first instant (ms) of a new world. */
  constructor(
    private readonly wall: () => number = Date.now,
    from: KernelSnapshot | { start: number; seed?: number; pace?: number } = { start: wall() },
  ) {
    const restored = "queue" in from ? from : undefined;
    this.time = restored ? restored.time : "start" in from ? from.start : wall();
    this.nextId = restored?.nextId ?? 1;
    this.seed = from.seed ?? 20_261_123;
    this.pace = from.pace ?? 1;
    this.heap = restored ? [...restored.queue] : [];
    this.slices = restored?.slices ?? {};
    this.bulkSlices = restored?.bulk ?? {};
    this.lead = Math.max(0, this.time - wall());
  }

  /** Simulated time, ms since the epoch. Inside an event handler: that event's time. */
  now(): number {
    return this.time;
  }

  /** A named part of the persisted state, made on first use. Must stay plain JSON. */
  slice<T>(name: string, make: () => T, options: { bulk?: boolean } = {}): T {
    const home = options.bulk ? this.bulkSlices : this.slices;
    home[name] ??= make();
    return home[name] as T;
  }

  /** Registers the one handler of an event kind. Handlers are code, so they are registered anew at each start. */
  on<D>(kind: string, handler: (data: D) => void): void {
    if (this.listeners.has(kind)) throw new Error(`event kind ${kind} has a handler already`);
    this.listeners.set(kind, handler as Listener);
  }

  /** Runs `kind` after `delayMs` of simulated time. Use `wait()` for delays that `pace` may shorten. */
  schedule(kind: string, delayMs: number, data: unknown = null): number {
    return this.scheduleAt(kind, this.time + Math.max(0, delayMs), data);
  }

  scheduleAt(kind: string, at: number, data: unknown = null): number {
    const event = { id: this.nextId++, at: Math.max(at, this.time), kind, data };
    push(this.heap, event);
    this.onScheduled?.();
    return event.id;
  }

  cancel(id: number): void {
    this.cancelled.add(id);
  }

  /** A real-world wait (boot, image pull, drain), shortened by the pace. */
  wait(ms: number): number {
    return ms / this.pace;
  }

  /** Called when something is scheduled, so that a driver can wake earlier. */
  onScheduled?: () => void;

  /** Runs everything due until `until` and leaves the clock there; never goes back. */
  runUntil(until: number): void {
    this.goal = until;
    for (let head = this.heap[0]; head !== undefined && head.at <= until; head = this.heap[0]) {
      pop(this.heap);
      if (this.cancelled.delete(head.id)) continue;
      this.time = Math.max(this.time, head.at);
      const listener = this.listeners.get(head.kind);
      if (!listener) throw new Error(`no handler for event kind ${head.kind}`);
      listener(head.data as never);
    }
    this.time = Math.max(this.time, until);
  }

  /** How far the current run still goes, in ms: large while time is run ahead, near nothing while it follows the wall. */
  behind(): number {
    return Math.max(0, this.goal - this.time);
  }

  /** Catches up with the wall clock (plus the lead). Call before answering anything. */
  sync(): void {
    this.runUntil(this.wall() + this.lead);
  }

  /** Runs `ms` ahead of now and stays ahead. */
  advance(ms: number): void {
    this.sync();
    this.lead += Math.max(0, ms);
    this.sync();
  }

  /** Wall-clock ms until the next event is due, or undefined when nothing is planned. */
  nextDueIn(): number | undefined {
    const head = this.heap[0];
    return head === undefined ? undefined : Math.max(0, head.at - (this.wall() + this.lead));
  }

  snapshot(): KernelSnapshot {
    const queue = this.heap.filter((event) => !this.cancelled.has(event.id)).sort(before);
    return {
      time: this.time,
      nextId: this.nextId,
      seed: this.seed,
      pace: this.pace,
      queue,
      slices: this.slices,
      bulk: this.bulkSlices,
    };
  }

  /** Seeded randomness in [0, 1): mulberry32. */
  random(): number {
    this.seed = (this.seed + 0x6d2b79f5) | 0;
    let t = Math.imul(this.seed ^ (this.seed >>> 15), 1 | this.seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  private pick(alphabet: string, length: number): string {
    let text = "";
    for (let i = 0; i < length; i++) text += alphabet[Math.floor(this.random() * alphabet.length)];
    return text;
  }

  hex(length: number): string {
    return this.pick("0123456789abcdef", length);
  }

  digits(length: number): string {
    return this.pick("123456789", 1) + this.pick("0123456789", length - 1);
  }

  alphanumeric(length: number): string {
    return this.pick(UPPER_LOWER_DIGITS, length);
  }

  uuid(): string {
    const h = this.hex(30);
    return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(12, 15)}-a${h.slice(15, 18)}-${h.slice(18, 30)}`;
  }
}

function before(a: KernelEvent, b: KernelEvent): number {
  return a.at - b.at || a.id - b.id;
}

function push(heap: KernelEvent[], event: KernelEvent): void {
  heap.push(event);
  let i = heap.length - 1;
  while (i > 0) {
    const parent = (i - 1) >> 1;
    const above = heap[parent] as KernelEvent;
    if (before(above, event) <= 0) break;
    heap[i] = above;
    i = parent;
  }
  heap[i] = event;
}

function pop(heap: KernelEvent[]): void {
  const last = heap.pop() as KernelEvent;
  if (heap.length === 0) return;
  let i = 0;
  for (;;) {
    let child = 2 * i + 1;
    if (child >= heap.length) break;
    const right = heap[child + 1];
    if (right && before(right, heap[child] as KernelEvent) < 0) child++;
    const smallest = heap[child] as KernelEvent;
    if (before(last, smallest) <= 0) break;
    heap[i] = smallest;
    i = child;
  }
  heap[i] = last;
}
