import { AwsError } from "../wire/handler";
import { checkSubnets } from "./balancing-checks";
import type { Certificates } from "./certificates";
import type { Facts } from "./facts";
import type { Kernel } from "./kernel";
import { createListeners } from "./listeners";
import type { Network } from "./network";
import type { Place } from "./seams";
import { createShelf, plainPlace, type Tags } from "./shelf";
import { createTargetGroups, type Probe, type TargetGroups } from "./target-groups";

export interface LoadBalancer {
  arn: string;
  name: string;
  at: number;
  state: "provisioning" | "active";
  scheme: string;
  type: string;
  ipAddressType: string;
  vpcId: string;
  subnets: { id: string; zone: string }[];
  securityGroupIds: string[];
  dnsName: string;
  tags: Tags;
  attributes: Record<string, string>;
}

/** Unhurried real-world time in ms until a new load balancer is active. */
const ACTIVE_AFTER = 75_000;

const LOAD_BALANCER_ATTRIBUTES: Record<string, string> = {
  "access_logs.s3.enabled": "false",
  "deletion_protection.enabled": "false",
  "idle_timeout.timeout_seconds": "60",
  "load_balancing.cross_zone.enabled": "true",
  "routing.http.drop_invalid_header_fields.enabled": "false",
  "routing.http2.enabled": "true",
};

export type Balancing = ReturnType<typeof createBalancing>;

/** Application load balancers, listeners and rules; target groups are in `target-groups.ts`. */
export function createBalancing(parts: {
  kernel: Kernel;
  facts: Facts;
  network: Network;
  certificates: Certificates;
  probe: Probe;
}) {
  const { kernel, facts, probe } = parts;
  const shelf = createShelf(kernel, "elb.balancers", () => ({}) as Record<string, LoadBalancer>);
  const listeners = createListeners({ kernel, certificates: parts.certificates, targetGroups: () => targetGroups });
  const targetGroups: TargetGroups = createTargetGroups(
    kernel,
    facts,
    (place, arn) => listeners.balancersOf(place, arn).length > 0,
    probe,
  );

  const find = (place: Place, arn: string): LoadBalancer => {
    const balancer = shelf(place)[arn];
    if (balancer) return balancer;
    throw new AwsError("LoadBalancerNotFound", `Load balancer '${arn}' not found`);
  };
  kernel.on<Place & { arn: string }>("elb.active", ({ arn, ...place }) => {
    const balancer = shelf(place)[arn];
    if (balancer) balancer.state = "active";
  });

  return {
    ...listeners,
    targetGroups,
    find,
    list: (place: Place): LoadBalancer[] => Object.values(shelf(place)),

    create(
      place: Place,
      input: {
        name: string;
        scheme: string;
        type: string;
        ipAddressType: string;
        subnets: string[];
        securityGroupIds: string[];
        tags: Tags;
      },
    ): LoadBalancer {
      if (Object.values(shelf(place)).some((balancer) => balancer.name === input.name)) {
        throw new AwsError(
          "DuplicateLoadBalancerName",
          `A load balancer with the same name '${input.name}' exists, but with different settings`,
        );
      }
      const subnets = checkSubnets(parts.network, place, input.subnets, input);
      const kind = input.type === "network" ? "net" : "app";
      const arn = `arn:aws:elasticloadbalancing:${place.region}:${place.account}:loadbalancer/${kind}/${input.name}/${kernel.hex(16)}`;
      const internal = input.scheme === "internal" ? "internal-" : "";
      const balancer: LoadBalancer = {
        ...input,
        arn,
        at: kernel.now(),
        state: "provisioning",
        vpcId: subnets[0]?.vpcId ?? "",
        subnets: subnets.map(({ id, zone }) => ({ id, zone })),
        dnsName: `${internal}${input.name}-${kernel.digits(10)}.${place.region}.elb.amazonaws.com`,
        attributes: { ...LOAD_BALANCER_ATTRIBUTES },
      };
      shelf(place)[arn] = balancer;
      kernel.schedule("elb.active", kernel.wait(ACTIVE_AFTER), { ...plainPlace(place), arn });
      return balancer;
    },

    change(
      place: Place,
      arn: string,
      changes: Partial<Pick<LoadBalancer, "securityGroupIds" | "ipAddressType">>,
    ): LoadBalancer {
      return Object.assign(find(place, arn), changes);
    },

    setAttributes(place: Place, arn: string, attributes: Record<string, string>): LoadBalancer {
      const balancer = find(place, arn);
      balancer.attributes = { ...balancer.attributes, ...attributes };
      return balancer;
    },

    setSubnets(place: Place, arn: string, ids: readonly string[]): LoadBalancer {
      const balancer = find(place, arn);
      balancer.subnets = checkSubnets(parts.network, place, ids, balancer).map(({ id, zone }) => ({ id, zone }));
      return balancer;
    },

    /** Deletes a load balancer with its listeners. A missing one is fine, as on AWS. */
    remove(place: Place, arn: string): void {
      if (shelf(place)[arn]?.attributes["deletion_protection.enabled"] === "true") {
        throw new AwsError(
          "OperationNotPermitted",
          `Load balancer '${arn}' cannot be deleted because deletion protection is enabled`,
        );
      }
      delete shelf(place)[arn];
      for (const listener of listeners.listeners(place)) {
        if (listener.loadBalancerArn === arn) listeners.removeListener(place, listener.arn);
      }
    },
  };
}
