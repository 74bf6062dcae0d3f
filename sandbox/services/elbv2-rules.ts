import { AwsError, type Handlers } from "../wire/handler";
import type { Balancing } from "../world/balancing";
import { checkCertificates } from "../world/balancing-checks";
import type { Certificates } from "../world/certificates";
import { ruleView } from "./elbv2-views";
import { page } from "./paging";

const CIPHERS = ["TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "ECDHE-RSA-AES128-GCM-SHA256"];

/** The security policies of application load balancers most in use, the recommended one first. */
const POLICIES: Readonly<Record<string, readonly string[]>> = {
  "ELBSecurityPolicy-TLS13-1-2-2021-06": ["TLSv1.2", "TLSv1.3"],
  "ELBSecurityPolicy-TLS13-1-3-2021-06": ["TLSv1.3"],
  "ELBSecurityPolicy-TLS13-1-2-Res-2021-06": ["TLSv1.2", "TLSv1.3"],
  "ELBSecurityPolicy-TLS-1-2-2017-01": ["TLSv1.2"],
  "ELBSecurityPolicy-2016-08": ["TLSv1", "TLSv1.1", "TLSv1.2"],
};

/** What stands beside a listener: the order of its rules, its further certificates, and the policies it may name. */
export function createElbRuleHandlers(world: { readonly balancing: Balancing; readonly certificates: Certificates }) {
  const { balancing, certificates } = world;
  return {
    SetRulePriorities: ({ RulePriorities = [] }, ctx) => {
      const wanted = RulePriorities.map(({ RuleArn = "", Priority = 0 }) => ({
        ...balancing.findRule(ctx, RuleArn),
        priority: String(Priority),
      }));
      for (const { listener, rule, priority } of wanted) {
        const others = listener.rules.filter((one) => one !== rule);
        const taken = others.some(
          (one) => (wanted.find((moved) => moved.rule === one)?.priority ?? one.priority) === priority,
        );
        if (taken) throw new AwsError("PriorityInUse", `Priority '${priority}' is currently in use`);
      }
      for (const { rule, priority } of wanted) balancing.modifyRule(ctx, rule.arn, { priority });
      return { Rules: wanted.map(({ rule }) => ruleView(rule)) };
    },

    AddListenerCertificates: ({ ListenerArn = "", Certificates: added = [] }, ctx) => {
      const listener = balancing.findListener(ctx, ListenerArn);
      checkCertificates(certificates, ctx, listener.protocol, added);
      const known = new Set(listener.certificates.map(({ CertificateArn }) => CertificateArn));
      const fresh = added.filter(({ CertificateArn }) => !known.has(CertificateArn));
      balancing.modifyListener(ctx, ListenerArn, { certificates: [...listener.certificates, ...fresh] });
      return { Certificates: fresh.map(({ CertificateArn }) => ({ CertificateArn, IsDefault: false })) };
    },
    RemoveListenerCertificates: ({ ListenerArn = "", Certificates: removed = [] }, ctx) => {
      const listener = balancing.findListener(ctx, ListenerArn);
      const gone = new Set(removed.map(({ CertificateArn }) => CertificateArn));
      const [first] = listener.certificates;
      if (first && gone.has(first.CertificateArn))
        throw new AwsError("OperationNotPermitted", "Default certificate cannot be removed");
      const kept = listener.certificates.filter(({ CertificateArn }) => !gone.has(CertificateArn));
      balancing.modifyListener(ctx, ListenerArn, { certificates: kept });
      return {};
    },
    DescribeListenerCertificates: ({ ListenerArn = "" }, ctx) => ({
      Certificates: balancing
        .findListener(ctx, ListenerArn)
        .certificates.map((certificate, index) => ({ ...certificate, IsDefault: index === 0 })),
    }),

    DescribeSSLPolicies: ({ Names, Marker, PageSize }) => {
      const unknown = (Names ?? []).find((name) => !Object.hasOwn(POLICIES, name));
      if (unknown !== undefined) throw new AwsError("SSLPolicyNotFound", `SSL policy '${unknown}' not found`);
      const found = Object.entries(POLICIES).filter(([name]) => !Names?.length || Names.includes(name));
      const { items, nextToken } = page(found, Marker, PageSize ?? 400);
      return {
        SslPolicies: items.map(([Name, protocols]) => ({
          Name,
          SslProtocols: [...protocols],
          Ciphers: CIPHERS.map((cipher, index) => ({ Name: cipher, Priority: index + 1 })),
          SupportedLoadBalancerTypes: ["application", "network"],
        })),
        ...(nextToken ? { NextMarker: nextToken } : {}),
      };
    },
  } satisfies Handlers<"elasticloadbalancing">;
}
