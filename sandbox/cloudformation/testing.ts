import { createCloudFormation } from "../services/cloudformation";
import { AwsError, type CallContext, type Invoke } from "../wire/handler";
import { Kernel } from "../world/kernel";

/**
 * For tests: the engine on a kernel of its own, over a parameter store and log groups just big enough to hold what the
 * engine makes. They implement the same seam (`Invoke`) as the sandbox's services.
 */
export function testBench(options: { seed?: number } = {}) {
  const start = Date.UTC(2026, 10, 23, 10);
  let kernel = new Kernel(() => start, { start, ...(options.seed === undefined ? {} : { seed: options.seed }) });
  const ctx: CallContext = { account: "111122223333", region: "eu-central-1", requestId: "test" };
  const parameters = new Map<string, { Type: string; Value: string }>();
  const groups = new Map<string, number | undefined>();
  const calls: string[] = [];
  /** Operations that fail from now on, e.g. `ssm:DeleteParameter name`. */
  const refusals = new Map<string, AwsError>();

  const operations: Record<string, (input: Record<string, unknown>) => unknown> = {
    "ssm:PutParameter": ({ Name, Type, Value, Overwrite }) => {
      if (parameters.has(String(Name)) && Overwrite !== true) {
        throw new AwsError("ParameterAlreadyExists", "The parameter already exists.");
      }
      parameters.set(String(Name), { Type: String(Type), Value: String(Value) });
      return { Version: 1 };
    },
    "ssm:DeleteParameter": ({ Name }) => {
      if (!parameters.delete(String(Name))) throw new AwsError("ParameterNotFound", `Parameter ${Name} not found.`);
      return {};
    },
    "ssm:GetParameter": ({ Name }) => {
      const found = parameters.get(String(Name).split(":")[0] ?? "");
      if (!found) throw new AwsError("ParameterNotFound", "");
      return { Parameter: { Name, ...found } };
    },
    "logs:CreateLogGroup": ({ logGroupName }) => {
      if (groups.has(String(logGroupName))) {
        throw new AwsError("ResourceAlreadyExistsException", "The specified log group already exists");
      }
      groups.set(String(logGroupName), undefined);
      return {};
    },
    "logs:PutRetentionPolicy": ({ logGroupName, retentionInDays }) => {
      groups.set(String(logGroupName), Number(retentionInDays));
      return {};
    },
    "logs:DeleteRetentionPolicy": ({ logGroupName }) => {
      groups.set(String(logGroupName), undefined);
      return {};
    },
    "logs:DeleteLogGroup": ({ logGroupName }) => {
      if (!groups.delete(String(logGroupName))) throw new AwsError("ResourceNotFoundException", "not there");
      return {};
    },
    "ec2:DescribeAvailabilityZones": () => ({
      AvailabilityZones: ["a", "b", "c"].map((zone) => ({ ZoneName: `eu-central-1${zone}` })),
    }),
    "ec2:DescribeSubnets": ({ SubnetIds }) => {
      if (!String(SubnetIds).startsWith("subnet-")) throw new AwsError("InvalidSubnetID.NotFound", "no such subnet");
      return { Subnets: [{}] };
    },
  };
  const invoke: Invoke = (service, operation, input) => {
    const name = `${service}:${operation}`;
    const values = Object.values(input as Record<string, unknown>);
    calls.push(`${name} ${values[0]}`);
    bench.intercept?.(name);
    const refusal = refusals.get(name) ?? refusals.get(`${name} ${values[0]}`);
    if (refusal) throw refusal;
    const run = operations[name];
    if (!run) throw new AwsError("NotImplemented", `no ${name}`, 501);
    return run(input as Record<string, unknown>) as never;
  };

  let made = createCloudFormation({ kernel, invoke });
  /** Events of a stack, oldest first, as `resource STATUS reason`. The stack's own are called "stack". */
  const story = (stack: string): string[] =>
    events(stack).map((event) => {
      const own = event.ResourceType === "AWS::CloudFormation::Stack";
      const reason = event.ResourceStatusReason?.replace(/RequestToken: [-0-9a-f]+/, "RequestToken: …");
      return [own ? "stack" : event.LogicalResourceId, event.ResourceStatus, reason].filter(Boolean).join(" ");
    });
  const events = (stack: string) => {
    const all = [];
    let NextToken: string | undefined;
    do {
      const page = made.handlers.DescribeStackEvents({ StackName: stack, ...(NextToken ? { NextToken } : {}) }, ctx);
      all.push(...page.StackEvents);
      NextToken = "NextToken" in page ? page.NextToken : undefined;
    } while (NextToken !== undefined);
    return all.reverse();
  };
  const bench = {
    /** Called before every operation; may throw. */
    intercept: undefined as ((operation: string) => void) | undefined,
    ctx,
    parameters,
    groups,
    calls,
    refusals,
    story,
    events,
    get api() {
      return made.handlers;
    },
    get cloudFormation() {
      return made;
    },
    get kernel() {
      return kernel;
    },
    run: (seconds = 600) => kernel.advance(seconds * 1000),
    status: (stack: string) => made.handlers.DescribeStacks({ StackName: stack }, ctx).Stacks[0]?.StackStatus,
    /** Everything written to disk and read again, with new code. */
    restart: () => {
      const saved = JSON.parse(JSON.stringify(kernel.snapshot()));
      kernel = new Kernel(() => start, saved);
      made = createCloudFormation({ kernel, invoke });
    },
  };
  return bench;
}

/** What an act is refused with. */
export function refusal(act: () => unknown): { code: string; message: string; status: number } {
  try {
    act();
  } catch (error) {
    if (error instanceof AwsError) return { code: error.code, message: error.message, status: error.status };
    throw error;
  }
  throw new Error("was accepted");
}
