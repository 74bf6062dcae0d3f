import { fork } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { say } from "./say.mjs";

const RESTART_DELAYS_MS = [200, 500, 1_000, 2_000, 5_000];
const STEADY_AFTER_MS = 30_000;

/**
 * One supervised process. It is ready when it says {type: "ready"} over its channel (or `isReady` answers true), comes
 * back when it dies, and leaves by itself when the channel closes.
 */
export class Child {
  #process;
  #stopping = false;
  #failures = 0;
  #spawned = 0;

  constructor({ name, script, args = [], env, execArgv = [], isReady, onLine }) {
    Object.assign(this, { name, script, args, env, execArgv, isReady, onLine });
  }

  /**
   * Starts it and resolves when it is ready; rejects when it ends before that, or is not ready after `timeoutMs`. It is
   * gone when this rejects, so that the next one finds its port and its lock free.
   */
  async start({ timeoutMs = 60_000 } = {}) {
    const child = this.#spawn();
    const gone = ended(child);
    const failed = gone.then((how) => {
      throw new Error(`${this.name} ended at its start (${how})`);
    });
    const ready = this.isReady
      ? this.#poll(child)
      : new Promise((resolve) => child.on("message", (m) => m?.type === "ready" && resolve()));
    const timer = new AbortController();
    const late = sleep(timeoutMs, undefined, { ref: false, signal: timer.signal }).then(() => {
      throw new Error(`${this.name} was not ready after ${timeoutMs / 1000} s`);
    });
    for (const promise of [failed, ready, late]) promise.catch(() => {});
    try {
      await Promise.race([failed, ready, late]);
    } catch (error) {
      child.kill("SIGKILL");
      await gone;
      throw error;
    } finally {
      timer.abort();
    }
    void gone.then(() => this.#cameDown());
  }

  async #poll(child) {
    while (isRunning(child) && !(await this.isReady())) await sleep(100);
    // One that has ended is not ready, whatever answers in its place.
    if (!isRunning(child)) await new Promise(() => {});
  }

  #spawn() {
    this.#spawned = Date.now();
    const child = fork(this.script, this.args, {
      env: this.env,
      execArgv: this.execArgv,
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      // A group of its own: Ctrl-C reaches the supervisor alone, which then stops them in order.
      detached: true,
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8");
      let rest = "";
      stream.on("data", (text) => {
        const lines = (rest + text).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) this.onLine?.(line);
      });
    }
    this.#process = child;
    return child;
  }

  async #cameDown() {
    if (this.#stopping) return;
    if (Date.now() - this.#spawned > STEADY_AFTER_MS) this.#failures = 0;
    const delay = RESTART_DELAYS_MS[Math.min(this.#failures++, RESTART_DELAYS_MS.length - 1)];
    say(`The ${this.name} ended; starting it again in ${delay / 1000} s.`);
    await sleep(delay);
    if (this.#stopping) return;
    try {
      await this.start();
      say(`The ${this.name} is back.`);
    } catch (error) {
      say(String(error.message));
      if (!this.#stopping) this.#cameDown();
    }
  }

  get pid() {
    return this.#process?.pid;
  }

  /** Asks it to stop, and ends it after `graceMs`. */
  async stop(graceMs) {
    this.#stopping = true;
    const child = this.#process;
    if (!child || !isRunning(child)) return;
    const gone = ended(child);
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), graceMs);
    await gone;
    clearTimeout(timer);
  }
}

/** A process that could not even be made has no pid. */
const isRunning = (child) => child.pid !== undefined && child.exitCode === null && child.signalCode === null;

/** Resolves with how it ended; "error" without an exit is a process that could not be made. */
const ended = (child) =>
  new Promise((resolve) => {
    child.once("exit", (code, signal) => resolve(signal ?? `exit code ${code}`));
    // Stays: an error without a listener would take the supervisor down.
    child.on("error", (error) => {
      if (child.pid === undefined) resolve(error.message);
    });
  });
