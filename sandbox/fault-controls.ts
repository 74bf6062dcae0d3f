import { BadControl, type Control, optionalNumber, optionalText, requiredNumber } from "./control-input";
import { FAULT_KINDS, type FaultKind, type FaultRule } from "./wire/faults";
import { serviceModel } from "./wire/model";
import { isServiceName, serviceNames } from "./wire/protocols";
import type { Struct } from "./wire/values";

const DAY_SECONDS = 86_400;

/** What a kind of fault takes beside where it strikes. */
function sizes(kind: FaultKind, input: Struct): Pick<FaultRule, "bucket" | "seconds" | "latency"> {
  if (kind === "token-bucket") {
    const burst = optionalNumber(input, "burst", 1);
    const perSecond = optionalNumber(input, "perSecond", 0);
    if ((burst === undefined) !== (perSecond === undefined))
      throw new BadControl("burst and perSecond must be given together, or neither for AWS's published ones");
    return burst === undefined || perSecond === undefined ? {} : { bucket: { burst, perSecond } };
  }
  if (kind === "clock-skew") return { seconds: requiredNumber(input, "seconds", -DAY_SECONDS, DAY_SECONDS) };
  if (kind === "slow") {
    const p50Ms = requiredNumber(input, "p50Ms", 0, 600_000);
    return { latency: { p50Ms, p95Ms: optionalNumber(input, "p95Ms", p50Ms, 600_000) ?? p50Ms } };
  }
  return {};
}

/** A rule for an API there is not would never strike, and the test that asked for it would prove nothing. */
async function checkApi(service: string | undefined, operation: string | undefined): Promise<void> {
  if (service === undefined) return;
  if (!isServiceName(service)) throw new BadControl(`service must be one of ${serviceNames().join(", ")}`);
  if (operation !== undefined && !(await serviceModel(service)).operations.has(operation))
    throw new BadControl(`operation must be one of ${service}'s; it has no ${operation}`);
}

export const FAULT_CONTROLS: Readonly<Record<string, Control>> = {
  "GET /faults": (_input, { faults }) => ({ faults: faults.list() }),
  "POST /faults": async (input, { faults }) => {
    const kind = FAULT_KINDS.find((known): known is FaultKind => known === input.kind);
    if (!kind) throw new BadControl(`kind must be one of ${FAULT_KINDS.join(", ")}`);
    const rate = optionalNumber(input, "rate", 0, 1) ?? 1;
    const times = optionalNumber(input, "times", 1);
    await checkApi(optionalText(input, "service"), optionalText(input, "operation"));
    const where = Object.fromEntries(
      ["service", "operation", "account", "region"].flatMap((key) => {
        const value = optionalText(input, key);
        return value === undefined ? [] : [[key, value]];
      }),
    );
    faults.add({ ...where, kind, rate, ...(times !== undefined && { times }), ...sizes(kind, input) });
    return { faults: faults.list() };
  },
  "DELETE /faults": (input, { faults }) => {
    faults.clear(optionalText(input, "account"));
    return { faults: faults.list() };
  },
};
