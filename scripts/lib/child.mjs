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

  /** Starts it and resolves when it is ready; rejects when it ends before that. */
  async start({ timeoutMs = 60_000 } = {}) {
    const child = this.#spawn();
    const gone = new Promise((_, reject) =>
      child.once("exit", (code, signal) =>
        reject(new Error(`${this.name} ended at its start (${signal ?? `exit code ${code}`})`)),
      ),
    );
    gone.catch(() => {});
    const ready = this.isReady
      ? this.#poll(child)
      : new Promise((resolve) => child.on("message", (m) => m?.type === "ready" && resolve()));
    const late = sleep(timeoutMs, undefined, { ref: false }).then(() => {
      throw new Error(`${this.name} was not ready after ${timeoutMs / 1000} s`);
    });
    await Promise.race([ready, gone, late]);
    child.on("exit", () => this.#cameDown());
    if (child.exitCode !== null) this.#cameDown();
  }

  async #poll(child) {
    while (child.exitCode === null && !(await this.isReady())) await sleep(100);
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
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), graceMs);
    await gone;
    clearTimeout(timer);
  }
}
