import type { Action, Certificate, RuleCondition } from "@aws-sdk/client-elastic-load-balancing-v2";
import { AwsError } from "../wire/handler";
import { checkCertificates } from "./balancing-checks";
import type { Certificates } from "./certificates";
import type { Kernel } from "./kernel";
import type { Place } from "./seams";
import { createShelf, type Tags } from "./shelf";
import type { TargetGroups } from "./target-groups";

export interface Rule {
  arn: string;
  priority: string;
  conditions: RuleCondition[];
  actions: Action[];
}

export interface Listener {
  arn: string;
  loadBalancerArn: string;
  port: number;
  protocol: string;
  sslPolicy?: string;
  certificates: Certificate[];
  actions: Action[];
  rules: Rule[];
  tags: Tags;
}

/** Target groups an action list forwards to. */
const forwardedTo = (actions: readonly Action[]): string[] =>
  actions.flatMap((action) => [
    ...(action.TargetGroupArn ? [action.TargetGroupArn] : []),
    ...(action.ForwardConfig?.TargetGroups ?? []).map((group) => group.TargetGroupArn ?? ""),
  ]);

const reached = (listener: Listener): string[] => [
  ...forwardedTo(listener.actions),
  ...listener.rules.flatMap((rule) => forwardedTo(rule.actions)),
];

export type Listeners = ReturnType<typeof createListeners>;

/** Listeners and their rules: which load balancer forwards to which target group. */
export function createListeners(parts: {
  kernel: Kernel;
  certificates: Certificates;
  targetGroups: () => TargetGroups;
}) {
  const { kernel, certificates, targetGroups } = parts;
  const shelf = createShelf(kernel, "elb.listeners", () => ({}) as Record<string, Listener>);
  const listeners = (place: Place): Listener[] => Object.values(shelf(place));

  const findListener = (place: Place, arn: string): Listener => {
    const listener = shelf(place)[arn];
    if (listener) return listener;
    throw new AwsError("ListenerNotFound", "One or more listeners not found");
  };
  const findRule = (place: Place, arn: string) => {
    for (const listener of listeners(place)) {
      const rule = listener.rules.find((candidate) => candidate.arn === arn);
      if (rule) return { listener, rule };
    }
    throw new AwsError("RuleNotFound", "One or more rules not found");
  };
  const checkActions = (place: Place, actions: readonly Action[]) => {
    for (const arn of forwardedTo(actions)) targetGroups().require(place, arn);
  };
  const refresh = (place: Place, arns: readonly string[]) => {
    for (const arn of new Set(arns)) targetGroups().refresh(place, arn);
  };

  return {
    listeners,
    findListener,
    findRule,

    /** Load balancers whose listeners forward to a target group; with none it gets no health checks. */
    balancersOf: (place: Place, targetGroupArn: string): string[] => [
      ...new Set(
        listeners(place)
          .filter((listener) => reached(listener).includes(targetGroupArn))
          .map((listener) => listener.loadBalancerArn),
      ),
    ],

    addListener(place: Place, input: Omit<Listener, "arn" | "rules">): Listener {
      const { loadBalancerArn, port, protocol } = input;
      checkActions(place, input.actions);
      if (listeners(place).some((other) => other.loadBalancerArn === loadBalancerArn && other.port === port)) {
        throw new AwsError(
          "DuplicateListener",
          `A listener already exists on this port for this load balancer '${loadBalancerArn}'`,
        );
      }
      checkCertificates(certificates, place, protocol, input.certificates);
      const arn = `${loadBalancerArn.replace(":loadbalancer/", ":listener/")}/${kernel.hex(16)}`;
      const listener: Listener = { ...input, arn, rules: [] };
      shelf(place)[arn] = listener;
      refresh(place, reached(listener));
      return listener;
    },

    modifyListener(place: Place, arn: string, changes: Partial<Omit<Listener, "arn" | "rules">>): Listener {
      const listener = findListener(place, arn);
      checkActions(place, changes.actions ?? []);
      const { protocol, certificates: wanted } = { ...listener, ...changes };
      checkCertificates(certificates, place, protocol, wanted);
      const before = reached(listener);
      Object.assign(listener, changes);
      refresh(place, [...before, ...reached(listener)]);
      return listener;
    },

    removeListener(place: Place, arn: string): void {
      const listener = findListener(place, arn);
      delete shelf(place)[arn];
      refresh(place, reached(listener));
    },

    addRule(place: Place, listenerArn: string, rule: Omit<Rule, "arn">): Rule {
      const listener = findListener(place, listenerArn);
      checkActions(place, rule.actions);
      if (listener.rules.some((other) => other.priority === rule.priority)) {
        throw new AwsError("PriorityInUse", `Priority '${rule.priority}' is currently in use`);
      }
      const made = { ...rule, arn: `${listenerArn.replace(":listener/", ":listener-rule/")}/${kernel.hex(16)}` };
      listener.rules.push(made);
      refresh(place, forwardedTo(made.actions));
      return made;
    },

    modifyRule(place: Place, arn: string, changes: Partial<Omit<Rule, "arn">>): Rule {
      const { rule } = findRule(place, arn);
      checkActions(place, changes.actions ?? []);
      const before = forwardedTo(rule.actions);
      Object.assign(rule, changes);
      refresh(place, [...before, ...forwardedTo(rule.actions)]);
      return rule;
    },

    removeRule(place: Place, arn: string): void {
      const { listener, rule } = findRule(place, arn);
      listener.rules = listener.rules.filter((other) => other !== rule);
      refresh(place, forwardedTo(rule.actions));
    },
  };
}
