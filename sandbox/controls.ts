import { makeBigWorld } from "./big-world";
import { COMPUTE_CONTROLS } from "./compute-controls";
import {
  at,
  BadControl,
  type Control,
  type ControlDependencies,
  iso,
  optionalNumber,
  optionalText,
  placeOf,
  requiredNumber,
  requiredText,
} from "./control-input";
import { demoHistoryMs, runDemo } from "./demo";
import { FAULT_CONTROLS } from "./fault-controls";
import { PERMISSION_CONTROLS } from "./permission-controls";
import { SIGNAL_CONTROLS } from "./signal-controls";
import type { WireRequest } from "./wire/request";
import { isStruct, type Struct } from "./wire/values";
import type { DeploymentFailure } from "./world/seams";

const FAILURES: readonly DeploymentFailure[] = [
  "none",
  "image-pull",
  "crash",
  "health-check",
  "out-of-memory",
  "slow-start",
];
const MAX_ADVANCE_SECONDS = 7 * 24 * 3600;

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
    const pace = requiredNumber(input, "pace", 1, 1000);
    const account = accounts.get(placeOf(input).account);
    account.centre.kernel.pace = pace;
    await account.save();
    return { pace };
  },

  "POST /traffic": async (input, { accounts }) => {
    const rate = input.requestsPerSecond === null ? undefined : requiredNumber(input, "requestsPerSecond", 0, 1e6);
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

  ...SIGNAL_CONTROLS,
  ...FAULT_CONTROLS,
  ...PERMISSION_CONTROLS,
  ...COMPUTE_CONTROLS,

  "POST /quota": async (input, { accounts }) => {
    const { account, place } = at(input, accounts);
    const { quotas } = account.centre.world;
    const [service, code] = [requiredText(input, "service"), requiredText(input, "code")];
    const value = requiredNumber(input, "value", 0);
    if (!quotas.list(place, service).some((quota) => quota.code === code))
      throw new BadControl(`code must be one of ${service}'s quotas`);
    const quota = quotas.set(place, service, code, value);
    await account.save();
    return { ...place, ...quota };
  },

  "POST /world": async (input, { accounts }) => {
    const size = {
      stacks: requiredNumber(input, "stacks", 1, 5_000),
      services: optionalNumber(input, "services", 0, 20_000) ?? 0,
      tasks: optionalNumber(input, "tasks", 0, 20_000) ?? 0,
      logLines: optionalNumber(input, "logLines", 0, 2_000_000) ?? 0,
    };
    for (const [key, count] of Object.entries(size))
      if (!Number.isInteger(count)) throw new BadControl(`${key} must be a whole number`);
    const { account, place } = at(input, accounts);
    const made = await makeBigWorld(account.centre, place, size);
    await account.save();
    return { ...place, ...made, now: iso(account.centre.kernel.now()) };
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
