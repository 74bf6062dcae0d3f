import fs from "node:fs";
import process from "node:process";

const CHECK_EVERY_MS = 250;

/**
 * Calls back once when the process that started this one is gone: npm may be killed without telling its children.
 * npm runs scripts through a shell, so the shell's own parent is watched too.
 */
export function onParentGone(callback) {
  const parent = process.ppid;
  const grandparent = parentOf(parent);
  if (parent <= 1 || !process.env.npm_lifecycle_event) return;
  const timer = setInterval(() => {
    if (process.ppid === parent && (grandparent === undefined || grandparent <= 1 || parentOf(parent) === grandparent))
      return;
    clearInterval(timer);
    callback();
  }, CHECK_EVERY_MS);
  timer.unref();
}

/** The parent of a shell or npm; undefined where /proc cannot tell or the parent is something else (a terminal). */
function parentOf(pid) {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    const command = stat.slice(stat.indexOf("(") + 1, stat.lastIndexOf(")"));
    if (!/^(sh|dash|bash|ash|zsh)$/.test(command)) return undefined;
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return undefined;
  }
}
