import type {
  Action,
  Certificate,
  CreateListenerInput,
  RuleCondition,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { mappings, number, picked, text, texts, typed } from "./fields";
import { type Call, type Provider, quietly } from "./provider";

const NUMBERS = new Set(["Order", "Weight", "DurationSeconds", "SessionTimeout"]);
const FLAGS = new Set(["Enabled"]);

const actions = (call: Call, key: string): Action[] =>
  typed(mappings(call.properties, key), NUMBERS, FLAGS) as Action[];

function settings(call: Call): Partial<CreateListenerInput> {
  const { properties } = call;
  const certificates = mappings(properties, "Certificates");
  const entries = {
    Port: number(properties, "Port"),
    Protocol: text(properties, "Protocol"),
    SslPolicy: text(properties, "SslPolicy"),
    Certificates: certificates.length > 0 ? (certificates as Certificate[]) : undefined,
    AlpnPolicy: texts(properties, "AlpnPolicy"),
  };
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));
}

/** AWS::ElasticLoadBalancingV2::Listener. Ref is the ARN. */
export const listener: Provider = {
  create(call) {
    const { tools, ctx, properties } = call;
    const answer = tools.invoke(
      "elasticloadbalancing",
      "CreateListener",
      {
        LoadBalancerArn: text(properties, "LoadBalancerArn") ?? "",
        ...settings(call),
        DefaultActions: actions(call, "DefaultActions"),
      },
      ctx,
    );
    return answer.Listeners?.[0]?.ListenerArn ?? "";
  },
  update(call) {
    const input = {
      ListenerArn: call.physicalId,
      ...settings(call),
      DefaultActions: actions(call, "DefaultActions"),
    };
    call.tools.invoke("elasticloadbalancing", "ModifyListener", input, call.ctx);
  },
  delete({ tools, ctx, physicalId }) {
    quietly(() => tools.invoke("elasticloadbalancing", "DeleteListener", { ListenerArn: physicalId }, ctx));
  },
  actual({ tools, ctx, physicalId }) {
    const input = { ListenerArns: [physicalId] };
    const found = tools.invoke("elasticloadbalancing", "DescribeListeners", input, ctx).Listeners?.[0];
    return found && picked(found, "LoadBalancerArn Port Protocol DefaultActions Certificates SslPolicy");
  },
  read: ({ physicalId }) => ({ ListenerArn: physicalId }),
};

/** AWS::ElasticLoadBalancingV2::ListenerRule. Ref is the ARN. */
export const listenerRule: Provider = {
  create(call) {
    const { tools, ctx, properties } = call;
    const answer = tools.invoke(
      "elasticloadbalancing",
      "CreateRule",
      {
        ListenerArn: text(properties, "ListenerArn") ?? "",
        Priority: number(properties, "Priority") ?? 1,
        Conditions: mappings(properties, "Conditions") as RuleCondition[],
        Actions: actions(call, "Actions"),
      },
      ctx,
    );
    return answer.Rules?.[0]?.RuleArn ?? "";
  },
  update(call) {
    const { tools, ctx, properties, before, physicalId: RuleArn } = call;
    const Conditions = mappings(properties, "Conditions") as RuleCondition[];
    tools.invoke("elasticloadbalancing", "ModifyRule", { RuleArn, Conditions, Actions: actions(call, "Actions") }, ctx);
    const Priority = number(properties, "Priority") ?? 1;
    if (Priority !== number(before, "Priority")) {
      tools.invoke("elasticloadbalancing", "SetRulePriorities", { RulePriorities: [{ RuleArn, Priority }] }, ctx);
    }
  },
  delete({ tools, ctx, physicalId }) {
    quietly(() => tools.invoke("elasticloadbalancing", "DeleteRule", { RuleArn: physicalId }, ctx));
  },
  actual({ tools, ctx, physicalId }) {
    const found = tools.invoke("elasticloadbalancing", "DescribeRules", { RuleArns: [physicalId] }, ctx).Rules?.[0];
    return found && picked(found, "Priority Conditions Actions");
  },
  read: ({ physicalId }) => ({ RuleArn: physicalId, IsDefault: "false" }),
};
