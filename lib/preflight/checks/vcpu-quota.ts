import { filled, number, present } from "../fields";
import type { Check, PreflightInput, PreflightWorld } from "../types";
import { fargateTask } from "./task-size";

type QuotaCodes = readonly [service: string, code: string];

/** Source: Service Quotas, "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances" and "Fargate On-Demand vCPU". */
const INSTANCES: QuotaCodes = ["ec2", "L-1216C47A"];
const FARGATE: QuotaCodes = ["fargate", "L-3032A538"];
const STANDARD = /^[acdhimrtz]\d/;
const UNITS = 1_024;

async function need(input: PreflightInput, world: PreflightWorld) {
  const task = fargateTask(input.resources);
  if (task) return { each: task.cpu / UNITS, quota: FARGATE, what: "tasks on Fargate" };
  const type = filled(input, input.form.roles.scaling.type) ?? "";
  const facts = STANDARD.test(type) ? await world.instanceType(type) : null;
  return facts && { each: facts.vcpus, quota: INSTANCES, what: type };
}

/** Scaled out to the cap, all of it fits into the account's vCPUs; beyond them AWS starts nothing more. */
export const vcpuQuota: Check = {
  id: "vcpu-quota",
  title: "Quota suffices",
  fields: (input) => present(input.form.roles.scaling.type, input.form.roles.scaling.max),
  depends: ({ resources }) => fargateTask(resources),
  applies: (input) =>
    number(input, input.form.roles.scaling.max) !== undefined &&
    (fargateTask(input.resources) !== undefined || STANDARD.test(filled(input, input.form.roles.scaling.type) ?? "")),
  async run(input, world) {
    const max = number(input, input.form.roles.scaling.max) ?? 0;
    const needed = await need(input, world);
    if (!needed) return undefined;
    const [service, code] = needed.quota;
    const quota = await world.quota(service, code);
    if (quota === null) {
      return { status: "unknown", title: this.title, evidence: "Service Quotas does not tell this account’s vCPUs." };
    }
    const wanted = max * needed.each;
    const sum = `${max} ${needed.what} take ${wanted} vCPU; the account may have ${quota} in ${input.place.region}`;
    if (wanted > quota) {
      return {
        status: "fail",
        title: "Quota is too small",
        evidence: `${sum}.`,
        fix: { label: "Lower the cap or choose a smaller size, or ask for more in Service Quotas." },
      };
    }
    return { status: "pass", title: this.title, evidence: `${sum}; what runs already counts too.` };
  },
};
