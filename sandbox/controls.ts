import type { Accounts } from "./accounts";
import type { CallCounts } from "./calls";
import { type DemoOptions, demoHistoryMs, runDemo } from "./demo";
import { FAULT_KINDS, type FaultKind, type Faults } from "./wire/faults";
import { DEFAULT_ACCOUNT, DEFAULT_REGION, type WireRequest } from "./wire/request";
import { isStruct, type Struct } from "./wire/values";
import type { DeploymentFailure } from "./world/seams";

export interface ControlDependencies {
  readonly accounts: Accounts;
  readonly faults: Faults;
  readonly calls: CallCounts;
  readonly demo: DemoOptions;
  readonly wall: () => number;
}

/** A control that was asked for wrongly; its text is the answer. */
class BadControl extends Error {}

const FAILURES: readonly DeploymentFailure[] = [
  "none",
  "image-pull",
  "crash",
  "health-check",
  "out-of-memory",
  "slow-start",
];
const MAX_ADVANCE_SECONDS = 7 * 24 * 3600;

type Control = (input: Struct, deps: ControlDependencies) => unknown;

/** What `/_sandbox/` can do beside AWS's APIs. README.md lists them; a test compares. */
export const CONTROLS: Readonly<Record<string, Control>> = {
  "GET /health": () => ({ status: "ok" }),

  "POST /advance": async (input, { accounts }) => {
    const seconds = optionalNumber(input, "seconds") ?? (optionalNumber(input, "minutes") ?? 0) * 60;
    if (seconds <= 0 || seconds > MAX_ADVANCE_SECONDS)
      throw new BadControl(`seconds or minutes must be more than 0 and at most ${MAX_ADVANCE_SECONDS / 86_400} days`);
    const account = accounts.get(placeOf(input).account);
    await account.advance(seconds * 1000);
    return { now: iso(account.centre.kernel.now()) };
  },

  "POST /pace": async (input, { accounts }) => {
    const pace = requiredNumber(input, "pace");
    if (pace < 1 || pace > 1000) throw new BadControl("pace must be from 1 to 1000");
    const account = accounts.get(placeOf(input).account);
    account.centre.kernel.pace = pace;
    await account.save();
    return { pace };
  },

  "POST /traffic": async (input, { accounts }) => {
    const rate = input.requestsPerSecond === null ? undefined : requiredNumber(input, "requestsPerSecond");
    if (rate !== undefined && (rate < 0 || rate > 1_000_000))
      throw new BadControl("requestsPerSecond must be from 0 to 1000000");
    const { account, place } = at(input, accounts);
    const { controls } = account.centre.world;
    controls.traffic(place, serviceOf(controls.state(place).services, requiredText(input, "service")), rate);
    await account.save();
    return controls.state(place);
  },

  "POST /kill": async (input, { accounts }) => {
    const { account, place } = at(input, accounts);
    const { controls } = account.centre.world;
    const instanceId = requiredText(input, "instanceId");
    if (!controls.state(place).instances.some((known) => known.instanceId === instanceId))
      throw new BadControl(`instanceId ${instanceId} must be one of the running instances`);
    controls.killInstance(place, instanceId);
    await account.save();
    return controls.state(place);
  },

  "POST /fail-next": async (input, { accounts }) => {
    const failure = FAILURES.find((known) => known === input.failure);
    if (!failure) throw new BadControl(`failure must be one of ${FAILURES.join(", ")}`);
    const { account, place } = at(input, accounts);
    account.centre.world.controls.failNextDeployment(place, failure);
    await account.save();
    return account.centre.world.controls.state(place);
  },

  "POST /fail-resource": async (input, { accounts }) => {
    const { account, place } = at(input, accounts);
    const [stack, logicalId] = [requiredText(input, "stack"), requiredText(input, "logicalId")];
    const message = optionalText(input, "message") ?? "The sandbox was told to fail this resource";
    account.centre.failResource(place, stack, logicalId, message);
    await account.save();
    return { stack, logicalId, message };
  },

  "GET /state": (input, { accounts }) => {
    const { account, place } = at(input, accounts);
    const { kernel, world } = account.centre;
    return { ...place, now: iso(kernel.now()), pace: kernel.pace, ...world.controls.state(place) };
  },

  "GET /calls": (input, { calls }) => ({ calls: calls.list(optionalText(input, "account")) }),
  "POST /calls/reset": (_input, { calls }) => {
    calls.reset();
    return { calls: [] };
  },

  "POST /logs": (input, { accounts }) => {
    const { account, place } = at(input, accounts);
    const lines = Array.isArray(input.lines) ? input.lines : [];
    if (lines.length === 0 || !lines.every((line) => typeof line === "string"))
      throw new BadControl("lines must be a list of strings");
    const now = account.centre.kernel.now();
    const written = lines.map((message: string) => ({ at: now, message }));
    account.centre.world.logs.write(place, requiredText(input, "group"), requiredText(input, "stream"), written);
    return { written: lines.length, at: now };
  },

  "GET /faults": (_input, { faults }) => ({ faults: faults.list() }),
  "POST /faults": (input, { faults }) => {
    const kind = FAULT_KINDS.find((known): known is FaultKind => known === input.kind);
    if (!kind) throw new BadControl(`kind must be one of ${FAULT_KINDS.join(", ")}`);
    const rate = optionalNumber(input, "rate") ?? 1;
    if (rate < 0 || rate > 1) throw new BadControl("rate must be from 0 to 1");
    const times = optionalNumber(input, "times");
    const where = Object.fromEntries(
      ["service", "operation", "account", "region"].flatMap((key) => {
        const value = optionalText(input, key);
        return value === undefined ? [] : [[key, value]];
      }),
    );
    faults.add({ ...where, kind, rate, ...(times !== undefined && { times }) });
    return { faults: faults.list() };
  },
  "DELETE /faults": (input, { faults }) => {
    faults.clear(optionalText(input, "account"));
    return { faults: faults.list() };
  },

  "POST /demo": async (input, { accounts, demo, wall }) => {
    const place = placeOf(input);
    const account = accounts.replace(place.account, wall() - demoHistoryMs, (centre) =>
      runDemo(centre, place, demo, wall()),
    );
    await account.save();
    return { ...place, now: iso(account.centre.kernel.now()), ...account.centre.world.controls.state(place) };
  },

  "POST /reset": async (input, { accounts, wall, faults }) => {
    const { account: id } = placeOf(input);
    faults.clear(id);
    await accounts.replace(id, wall()).save();
    return { account: id };
  },
};

/** Answers a request under `/_sandbox/`; a GET's or DELETE's query stands for the JSON body of the others. */
export async function control(
  request: WireRequest,
  deps: ControlDependencies,
): Promise<{ status: number; body: unknown }> {
  const url = new URL(request.url, "http://localhost");
  const name = `${request.method} ${url.pathname.slice("/_sandbox".length)}`;
  const run = Object.hasOwn(CONTROLS, name) ? CONTROLS[name] : undefined;
  if (!run) return { status: 404, body: { error: `there is no ${request.method} ${url.pathname}` } };
  try {
    return { status: 200, body: await run(readInput(request, url), deps) };
  } catch (error) {
    if (error instanceof BadControl) return { status: 400, body: { error: error.message } };
    return { status: 500, body: { error: error instanceof Error ? error.message : String(error) } };
  }
}

/** An ECS service by its name, or by its cluster's when that has no other: CloudFormation makes up service names. */
function serviceOf(services: readonly { cluster: string; service: string }[], name: string): string {
  const named = services.find(({ service }) => service === name);
  const inCluster = services.filter(({ cluster }) => cluster === name);
  const found = named ?? (inCluster.length === 1 ? inCluster[0] : undefined);
  if (!found) throw new BadControl(`service ${name} must be the name of a service, or of a cluster with one service`);
  return found.service;
}

function readInput(request: WireRequest, url: URL): Struct {
  if (request.method !== "POST") return Object.fromEntries(url.searchParams);
  if (request.body.length === 0) return {};
  let input: unknown;
  try {
    input = JSON.parse(Buffer.from(request.body).toString("utf8"));
  } catch {
    throw new BadControl("the body is not JSON");
  }
  if (!isStruct(input)) throw new BadControl("the body must be a JSON object");
  return input;
}

function placeOf(input: Struct) {
  const account = optionalText(input, "account") ?? DEFAULT_ACCOUNT;
  if (!/^\d{12}$/.test(account)) throw new BadControl("account must be 12 digits");
  return { account, region: optionalText(input, "region") ?? DEFAULT_REGION };
}

function at(input: Struct, accounts: Accounts) {
  const place = placeOf(input);
  const account = accounts.get(place.account);
  account.sync();
  return { place, account };
}

const iso = (at: number): string => new Date(at).toISOString();

function optionalText(input: Struct, key: string): string | undefined {
  const value = input[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string" || value === "") throw new BadControl(`${key} must be a string`);
  return value;
}

function requiredText(input: Struct, key: string): string {
  const value = optionalText(input, key);
  if (value === undefined) throw new BadControl(`${key} is missing`);
  return value;
}

function optionalNumber(input: Struct, key: string): number | undefined {
  const value = input[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "number" || !Number.isFinite(value)) throw new BadControl(`${key} must be a number`);
  return value;
}

function requiredNumber(input: Struct, key: string): number {
  const value = optionalNumber(input, key);
  if (value === undefined) throw new BadControl(`${key} is missing`);
  return value;
}
