import { recordAt, textAt } from "../json-values";
import { at, nameIn, ofType } from "./read";
import type { LintRule } from "./types";

export const singleSubnet: LintRule = {
  id: "single-subnet",
  level: "error",
  source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html",
  fix: "Name subnets in two zones.",
  *check(subject) {
    const { parsed } = subject;
    for (const balancer of ofType(subject, "AWS::ElasticLoadBalancingV2::LoadBalancer")) {
      if (textAt(balancer.properties, "Type") === "network" || textAt(balancer.properties, "Type") === "gateway")
        continue;
      for (const { value, path } of at(balancer, "Subnets")) {
        if (!Array.isArray(value) || value.length !== 1) continue;
        const [only] = value;
        const type = textAt(recordAt(parsed.parameters, nameIn(only) ?? ""), "Type");
        // One list parameter in brackets is a list of its own; a plain value or a scalar parameter is one subnet.
        const one = typeof only === "string" || type === "String" || type === "AWS::EC2::Subnet::Id";
        if (one)
          yield {
            resource: balancer.name,
            path,
            message: `${balancer.name} names one subnet; AWS refuses a load balancer with fewer than two, in two zones.`,
          };
      }
    }
  },
};
