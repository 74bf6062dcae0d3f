import { isRecord, numberAt, recordAt, valueAt } from "@/lib/templates/json-values";
import { chosen } from "../chosen-subnets";
import { filled, number, present } from "../fields";
import { HOURS_A_MONTH, PRICES_OF, PUBLIC_IPV4, pricesOf } from "../prices";
import type { MadeResource } from "../resources";
import type { Check, PreflightInput } from "../types";
import { fargateTask } from "./task-size";

const DEFAULT_DISK_GB = 30;
const LEFT_OUT = "without traffic, capacity units of the load balancer, logs, CPU credits and tax";

const dollars = (value: number) =>
  `$${value.toLocaleString("en", { minimumFractionDigits: value < 100 ? 2 : 0, maximumFractionDigits: value < 100 ? 2 : 0 })}`;
const balancers = (resources: readonly MadeResource[] = []) =>
  resources.filter(({ type }) => type === "AWS::ElasticLoadBalancingV2::LoadBalancer").length;

function diskOf(resources: readonly MadeResource[] = []): number {
  const template = resources.find(({ type }) => type === "AWS::EC2::LaunchTemplate");
  const list = valueAt(recordAt(template?.properties, "LaunchTemplateData"), "BlockDeviceMappings");
  const sizes = (Array.isArray(list) ? list : [])
    .filter(isRecord)
    .map((one) => numberAt(recordAt(one, "Ebs"), "VolumeSize") ?? 0);
  return sizes.reduce((sum, size) => sum + size, 0) || DEFAULT_DISK_GB;
}

/** What one instance or task costs in a month with all that comes with it; undefined without a price. */
function unitOf(input: PreflightInput): { price: number; what: string } | undefined {
  const prices = pricesOf(input.place.region);
  if (!prices) return undefined;
  const task = fargateTask(input.resources);
  if (task) {
    const hour = (task.cpu / 1_024) * prices.fargate.cpu + (task.memory / 1_024) * prices.fargate.gb + PUBLIC_IPV4;
    return { price: hour * HOURS_A_MONTH, what: "task with its address" };
  }
  const type = filled(input, input.form.roles.scaling.type) ?? "";
  const hour = Object.hasOwn(prices.instance, type) ? prices.instance[type] : undefined;
  if (hour === undefined) return undefined;
  const disk = diskOf(input.resources) * prices.disk;
  return { price: (hour + PUBLIC_IPV4) * HOURS_A_MONTH + disk, what: `${type} with disk and address` };
}

/** The most and the least the stack can cost in a month: the cap on scaling is a cap on the bill. Never blocks. */
export const cost: Check = {
  id: "cost",
  title: "Cost a month",
  fields: ({ form: { roles } }) => present(roles.scaling.min, roles.scaling.max, roles.scaling.type),
  depends: (input) => [
    fargateTask(input.resources),
    diskOf(input.resources),
    balancers(input.resources),
    chosen(input).length,
  ],
  applies: (input) =>
    number(input, input.form.roles.scaling.max) !== undefined &&
    (fargateTask(input.resources) !== undefined || filled(input, input.form.roles.scaling.type) !== undefined),
  run(input) {
    const prices = pricesOf(input.place.region);
    const unit = unitOf(input);
    if (!prices || !unit) {
      const what = prices ? filled(input, input.form.roles.scaling.type) : input.place.region;
      return { status: "unknown", title: this.title, evidence: `Slipway’s price table does not have ${what}.` };
    }
    const max = number(input, input.form.roles.scaling.max) ?? 0;
    const min = number(input, input.form.roles.scaling.min) ?? 0;
    // A load balancer has an address in each of its subnets.
    const addresses = Math.max(2, chosen(input).length) * PUBLIC_IPV4;
    const fixed = balancers(input.resources) * (prices.loadBalancer + addresses) * HOURS_A_MONTH;
    const [most, least] = [fixed + max * unit.price, fixed + min * unit.price];
    const balanced = fixed > 0 ? `load balancer ${dollars(fixed)}, ` : "";
    return {
      status: "pass",
      title: `At most ${dollars(most)} a month`,
      evidence: `${balanced}${max} × ${dollars(unit.price)} (${unit.what}). At least ${dollars(least)} with ${min}. List prices of ${PRICES_OF} in ${input.place.region}, ${LEFT_OUT}.`,
    };
  },
};
