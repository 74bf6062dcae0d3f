import type { StackEvent } from "@aws-sdk/client-cloudformation";
import { createDataCentre } from "../data-centre";
import type { CallContext, InputOf } from "../wire/handler";
import { Kernel } from "../world/kernel";

type Created = InputOf<"cloudformation", "CreateStack">;

/** For tests: one stack, `s`, on a whole simulated data centre. Nothing is created until it is asked for. */
export function oneStack() {
  const start = Date.UTC(2026, 10, 23, 10);
  const centre = createDataCentre(new Kernel(() => start, { start }));
  const ctx: CallContext = { account: "111122223333", region: "eu-central-1", requestId: "test" };
  const named = { StackName: "s", Capabilities: ["CAPABILITY_NAMED_IAM" as const] };
  const run = (minutes: number) => centre.kernel.advance(minutes * 60_000);
  const events = (): StackEvent[] =>
    [...(centre.invoke("cloudformation", "DescribeStackEvents", named, ctx).StackEvents ?? [])].reverse();
  return {
    centre,
    ctx,
    run,
    events,
    create(TemplateBody: string, more: Partial<Created> = {}) {
      centre.invoke("cloudformation", "CreateStack", { ...named, TemplateBody, ...more }, ctx);
      run(30);
    },
    update(TemplateBody: string, more: Partial<Created> = {}) {
      centre.invoke("cloudformation", "UpdateStack", { ...named, TemplateBody, ...more }, ctx);
      run(30);
    },
    remove() {
      centre.invoke("cloudformation", "DeleteStack", named, ctx);
      run(30);
    },
    status: () => centre.invoke("cloudformation", "DescribeStacks", named, ctx).Stacks?.[0]?.StackStatus,
    failures: () =>
      events()
        .filter((event) => event.ResourceStatus?.endsWith("FAILED"))
        .map((event) => `${event.LogicalResourceId} ${event.ResourceStatusReason}`),
    /** A resource's physical id. */
    id: (LogicalResourceId: string) =>
      centre.invoke("cloudformation", "DescribeStackResource", { ...named, LogicalResourceId }, ctx).StackResourceDetail
        ?.PhysicalResourceId ?? "",
    /** What drift detection finds of one resource: its status, and the paths that differ. */
    drift(LogicalResourceId: string) {
      const found = centre.invoke("cloudformation", "DetectStackResourceDrift", { ...named, LogicalResourceId }, ctx);
      const { StackResourceDriftStatus: status, PropertyDifferences: paths } = found.StackResourceDrift ?? {};
      return [status, ...(paths ?? []).map((one) => `${one.PropertyPath} ${one.ExpectedValue} → ${one.ActualValue}`)];
    },
  };
}
