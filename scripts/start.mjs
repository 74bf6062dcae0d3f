/**
 * `npm start`: prepares what is missing, then watches over three processes (database, sandbox, console) until told to
 * stop. Node's built-ins only: this runs before anything is installed.
 */
import fs from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { Child } from "./lib/child.mjs";
import { withoutAws, withoutSecrets } from "./lib/environment.mjs";
import { takeLock } from "./lib/lock.mjs";
import { onParentGone } from "./lib/parent.mjs";
import { checkNode, checkPortFree, isLoopback, readPort } from "./lib/preconditions.mjs";
import { build, install } from "./lib/prepare.mjs";
import { main, refuse, say, sinceStart, step } from "./lib/say.mjs";
import { authSecret } from "./lib/secrets.mjs";
import { databaseSocket } from "./lib/socket.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const GRACE_MS = { console: 1_500, sandbox: 800, database: 600 };

main(async () => {
  checkNode();
  const dev = process.argv.includes("--dev");
  const settings = readSettings();
  await checkPortFree(settings.port, settings.host, "PORT");
  if (settings.sandboxPort) await checkPortFree(settings.sandboxPort, "127.0.0.1", "SANDBOX_PORT");
  const release = await lockData(settings.dataDir);

  // Signals are heeded from here on, so that Ctrl-C during the build leaves no lock behind.
  const children = [];
  let stopping;
  const stop = (why) => {
    stopping ??= (async () => {
      say(`Stopping (${why}) …`);
      for (const child of children.reverse()) await child.stop(GRACE_MS[child.name]);
      release();
      process.exit(0);
    })();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => stop(signal));
  onParentGone(() => stop("the process that started it is gone"));

  await install(root);
  const env = consoleEnvironment(settings);
  const dist = process.env.SLIPWAY_DIST ?? (dev ? ".next-dev" : ".next");
  if (!dev) await build(root, dist, env);

  const startChild = async (label, child) => {
    if (stopping) return;
    children.push(child);
    await step(label, () => child.start());
  };
  try {
    if (!settings.databaseUrl) await startChild("Starting the database (the first time makes it)", database(settings));
    if (settings.sandboxPort) await startChild("Starting the sandbox", sandbox(settings));
    await startChild("Starting the console", consoleServer(settings, { ...env, SLIPWAY_DIST: dist }, dev));
  } catch (error) {
    if (stopping) return;
    for (const child of children.reverse()) await child.stop(GRACE_MS[child.name]);
    release();
    refuse(`${error.message}; what it printed is above.`);
  }
  if (!stopping)
    say(`\nSlipway is at ${settings.url} (${settings.awsWords}), ready after ${sinceStart()}. Ctrl-C stops it.`);
});

function readSettings() {
  const env = process.env;
  const host = env.HOST ?? "127.0.0.1";
  const port = readPort("PORT", 3000);
  const real = env.SLIPWAY_AWS === "real";
  const endpoint = env.AWS_ENDPOINT_URL;
  if (env.SLIPWAY_AWS && !real) refuse(`SLIPWAY_AWS=${env.SLIPWAY_AWS} is not known; it may be "real" or unset.`);
  if (real && endpoint) refuse("Both SLIPWAY_AWS=real and AWS_ENDPOINT_URL are set; unset one of them.");
  const withSandbox = !real && !endpoint;
  const dataDir = path.resolve(root, env.SLIPWAY_DATA ?? ".slipway");
  const sandboxPort = withSandbox ? readPort("SANDBOX_PORT", 4566) : undefined;
  if (sandboxPort === port) refuse(`PORT and SANDBOX_PORT are both ${port}; they must differ.`);
  return {
    host,
    port,
    dataDir,
    sandboxPort,
    databaseUrl: env.DATABASE_URL,
    socket: env.DATABASE_URL ? undefined : databaseSocket(dataDir),
    url: `http://${host === "0.0.0.0" || host === "::" ? "localhost" : host.includes(":") ? `[${host}]` : host}:${port}`,
    awsWords: real ? "real AWS" : endpoint ? `AWS at ${endpoint}` : `practice AWS on port ${sandboxPort}`,
  };
}

async function lockData(dataDir) {
  try {
    fs.mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    fs.accessSync(dataDir, fs.constants.W_OK);
  } catch (error) {
    refuse(`The data directory ${dataDir} cannot be used: ${error.code}. Set SLIPWAY_DATA to one that can be written.`);
  }
  const release = await takeLock(path.join(dataDir, "lock"));
  if (typeof release !== "function") {
    refuse(
      `Slipway runs on ${dataDir} already (process ${release.heldBy}); stop it first or set SLIPWAY_DATA to another directory.`,
    );
  }
  process.on("exit", release);
  return release;
}

/** AWS_* reaches the console only where it is meant. */
function consoleEnvironment(settings) {
  const env = settings.sandboxPort ? withoutAws(process.env) : process.env;
  const version = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8")).version;
  const mustBeGiven = Boolean(settings.databaseUrl) || !isLoopback(settings.host);
  return {
    ...env,
    HOST: settings.host,
    PORT: String(settings.port),
    SLIPWAY_DATA: settings.dataDir,
    SLIPWAY_VERSION: version,
    SLIPWAY_AUTH_SECRET: authSecret({ dataDir: settings.dataDir, env, mustBeGiven }),
    NEXTAUTH_URL: env.NEXTAUTH_URL ?? settings.url,
    NEXT_TELEMETRY_DISABLED: "1",
    // The SDK's word on Node 20's end would stand above every start.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    DATABASE_URL:
      settings.databaseUrl ??
      `postgresql://postgres@localhost/postgres?host=${encodeURIComponent(path.dirname(settings.socket))}`,
    ...(settings.sandboxPort ? { SLIPWAY_SANDBOX_URL: `http://127.0.0.1:${settings.sandboxPort}` } : {}),
  };
}

const database = (settings) =>
  new Child({
    name: "database",
    script: path.join(root, "scripts/database.mjs"),
    env: {
      ...withoutSecrets(process.env),
      SLIPWAY_DATABASE_DIR: path.join(settings.dataDir, "database"),
      SLIPWAY_DATABASE_SOCKET: settings.socket,
    },
    onLine: (line) => say(`  database: ${line}`),
  });

const sandbox = (settings) =>
  new Child({
    name: "sandbox",
    script: path.join(root, "scripts/sandbox.mjs"),
    env: {
      ...withoutSecrets(process.env),
      SANDBOX_PORT: String(settings.sandboxPort),
      SLIPWAY_DATA: settings.dataDir,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    },
    onLine: (line) => say(`  sandbox: ${line}`),
  });

function consoleServer(settings, env, dev) {
  const health = `http://${settings.host.includes(":") ? `[${settings.host}]` : settings.host === "0.0.0.0" ? "127.0.0.1" : settings.host}:${settings.port}/api/health`;
  return new Child({
    name: "console",
    script: path.join(root, "node_modules/next/dist/bin/next"),
    args: [dev ? "dev" : "start", "-p", String(settings.port), "-H", settings.host],
    execArgv: ["--import", path.join(root, "scripts/leave-with-parent.mjs")],
    env: { ...env, NODE_ENV: dev ? "development" : "production" },
    isReady: () =>
      fetch(health, { signal: AbortSignal.timeout(2_000) }).then(
        (answer) => answer.ok,
        () => false,
      ),
    onLine: (line) => isNoise(line) || say(`  console: ${line}`),
  });
}

/** Next's own banner repeats what the supervisor says. */
const isNoise = (line) =>
  line.trim() === "" || /^\s*(▲ Next\.js|- Local:|- Network:|✓ (Starting|Ready|Running next\.config))/.test(line);
