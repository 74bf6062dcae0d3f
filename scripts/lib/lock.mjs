import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * A lock a dead process cannot keep: the file names a pid and that process's start time, so neither a crash nor a pid
 * used again holds it. The embedded database has no lock of its own, and two processes on one directory lose rows.
 */
export async function takeLock(file, { waitMs = 3_000 } = {}) {
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const mine = JSON.stringify({ pid: process.pid, started: startTime(process.pid) });
  const until = Date.now() + waitMs;
  for (;;) {
    if (create(file, mine)) return () => release(file, mine);
    const found = read(file);
    // Gone since: whoever comes first has it.
    if (found === undefined) continue;
    const holder = holderOf(found);
    if (!holder) {
      stealDead(file);
      continue;
    }
    // A holder that is just leaving (its supervisor was killed) is waited for.
    if (Date.now() >= until) return { heldBy: holder.pid };
    await sleep(100);
  }
}

/** Written beside and linked into place, so that no one ever reads half a lock; link fails when it is held. */
function create(file, content) {
  const temporary = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  fs.writeFileSync(temporary, content, { mode: 0o600 });
  try {
    fs.linkSync(temporary, file);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  } finally {
    fs.unlinkSync(temporary);
  }
}

/**
 * Renamed away first: of two that find the same dead lock, one gets the rename and the other looks again. What was
 * renamed may by then be the lock of somebody alive, who gets it back, unless a third was quicker.
 */
function stealDead(file) {
  const grave = `${file}.dead.${process.pid}`;
  try {
    fs.renameSync(file, grave);
  } catch (error) {
    if (error.code === "ENOENT") return;
    throw error;
  }
  try {
    if (holderOf(read(grave))) fs.linkSync(grave, file);
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  } finally {
    fs.unlinkSync(grave);
  }
}

function release(file, mine) {
  try {
    if (fs.readFileSync(file, "utf8") === mine) fs.unlinkSync(file);
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
}

/** What stands in the file; undefined when there is none. */
function read(file) {
  try {
    return fs.readFileSync(file, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** The living process a lock names; undefined for a dead one's, or for what is no lock. */
function holderOf(content) {
  try {
    const holder = JSON.parse(content);
    return isAlive(holder) ? holder : undefined;
  } catch {
    return undefined;
  }
}

function isAlive({ pid, started }) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code === "ESRCH") return false;
  }
  const now = startTime(pid);
  return started === undefined || now === undefined || started === now;
}

/** Clock ticks after boot at which a process started (field 22 of /proc/<pid>/stat), where /proc exists. */
function startTime(pid) {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}
