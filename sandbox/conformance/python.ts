import { spawn, spawnSync } from "node:child_process";

const python = process.env.SLIPWAY_PYTHON ?? "python3";

/** Why Python tools cannot be used here, or undefined when they can. */
export function whyNoPython(...modules: string[]): string | undefined {
  const { status, error } = spawnSync(python, ["-c", `import ${modules.join(", ")}`]);
  if (error) return `${python} cannot be run`;
  return status === 0 ? undefined : `${python} does not have ${modules.join(" and ")}`;
}

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The environment of this process without the AWS settings lying about on the machine. */
function cleanEnvironment(more: Record<string, string>): NodeJS.ProcessEnv {
  const clean = { ...process.env };
  for (const name of Object.keys(clean)) if (name.startsWith("AWS_")) delete clean[name];
  return { ...clean, AWS_CONFIG_FILE: "/dev/null", AWS_SHARED_CREDENTIALS_FILE: "/dev/null", ...more };
}

/** Starts Python and leaves it running: `output` is what it has said so far. */
export function startPython(args: readonly string[], env: Record<string, string>) {
  const child = spawn(python, args, { env: { ...cleanEnvironment(env), PYTHONUNBUFFERED: "1" } });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      said += text;
    });
  }
  return { output: () => said, stop: () => void child.kill("SIGKILL") };
}

/** Runs Python with `input` on its standard input. AWS settings lying about on the machine do not reach it. */
export function runPython(args: readonly string[], input = "", env: Record<string, string> = {}): Promise<Ran> {
  const child = spawn(python, args, { env: cleanEnvironment(env) });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text) => {
    stderr += text;
  });
  child.stdin.end(input);
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, stdout, stderr })));
}
