/** A stack's architecture as a drawing: lanes of nodes and the lines between them. Pure: pages draw it as it is. */

export type TemplateLinks = Readonly<
  Record<string, { readonly type: string; readonly to: readonly string[]; readonly deletionPolicy?: string }>
>;

export interface PictureNode {
  readonly id: string;
  readonly type: string;
  readonly lane: number;
  /** Its place in its lane, from the top. */
  readonly row: number;
}

export interface Picture {
  readonly lanes: readonly { readonly title: string; readonly nodes: readonly PictureNode[] }[];
  /** How many of the lanes stand in the upper row, which requests pass from left to right. */
  readonly flow: number;
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}

/** Requests pass the first lanes from left to right; what stands around them comes below. */
const LANES: readonly { readonly title: string; readonly types: RegExp }[] = [
  { title: "Clients", types: /^AWS::(Route53|CloudFront|CertificateManager)::/ },
  { title: "Load balancer", types: /^AWS::ElasticLoadBalancing(V2)?::(?!TargetGroup)/ },
  { title: "Target group", types: /^AWS::ElasticLoadBalancingV2::TargetGroup$/ },
  { title: "Service and tasks", types: /^AWS::ECS::(Service|TaskDefinition|TaskSet)$/ },
  {
    title: "Instances",
    types: /^AWS::(AutoScaling::(AutoScalingGroup|LaunchConfiguration)|EC2::(LaunchTemplate|Instance)|ECS::)/,
  },
  { title: "Alarms and scaling", types: /^AWS::(CloudWatch|AutoScaling|ApplicationAutoScaling)::/ },
  { title: "Logs", types: /^AWS::(Logs|SNS|Events)::/ },
  { title: "Roles", types: /^AWS::IAM::/ },
  { title: "Network", types: /^AWS::EC2::/ },
  { title: "Other", types: /^/ },
];
const FLOW = 5;
/** What a lane is about stands first in it. */
const CENTRAL: ReadonlySet<string> = new Set([
  "AWS::ElasticLoadBalancingV2::LoadBalancer",
  "AWS::ECS::Service",
  "AWS::AutoScaling::AutoScalingGroup",
]);
const CLUSTER = "AWS::ECS::Cluster";

/** Where nothing says who refers to whom, these kinds belong together in any such stack. */
const USUAL: readonly (readonly [from: string, to: string])[] = [
  ["AWS::ElasticLoadBalancingV2::LoadBalancer", "AWS::ElasticLoadBalancingV2::TargetGroup"],
  ["AWS::ElasticLoadBalancingV2::TargetGroup", "AWS::ECS::Service"],
  ["AWS::ECS::Service", "AWS::AutoScaling::AutoScalingGroup"],
];

/**
 * Lanes and lines of the resources that are there or will be (`made`), with the references of the template (`links`).
 * Only lines between lanes requests pass, and from alarms and policies to what they move, are drawn: with roles and
 * security groups nearly everything refers to everything. `made` maps logical ids to types.
 */
export function picture(made: ReadonlyMap<string, string>, links: TemplateLinks): Picture {
  const lanes = LANES.map(({ title }) => ({ title, nodes: [] as PictureNode[] }));
  const nodes = new Map<string, PictureNode>();
  const central = (type: string) => (CENTRAL.has(type) ? 0 : 1);
  for (const [id, type] of [...made].sort(([, a], [, b]) => central(a) - central(b))) {
    const lane = LANES.findIndex(({ types }) => types.test(type));
    const row = lanes[lane]?.nodes.length ?? 0;
    const node = { id, type, lane, row };
    nodes.set(id, node);
    lanes[lane]?.nodes.push(node);
  }
  const edges = new Map<string, { from: string; to: string }>();
  const join = (a: PictureNode, b: PictureNode): void => {
    const [from, to] = a.lane <= b.lane ? [a, b] : [b, a];
    // Everything names its cluster; a line from each would say nothing.
    if (a.type === CLUSTER || b.type === CLUSTER) return;
    if (!joins(from.lane, to.lane)) return;
    edges.set(`${from.id} ${to.id}`, { from: from.id, to: to.id });
  };
  for (const node of nodes.values()) {
    for (const other of links[node.id]?.to ?? []) {
      const found = nodes.get(other);
      if (found) join(node, found);
    }
  }
  if (edges.size === 0) {
    const all = [...nodes.values()];
    for (const [a, b] of USUAL) {
      const from = all.find(({ type }) => type === a);
      const to = all.find(({ type }) => type === b);
      if (from && to) join(from, to);
    }
  }
  return { lanes, flow: FLOW, edges: [...edges.values()] };
}

const SCALING = LANES.findIndex(({ title }) => title === "Alarms and scaling");

/** Neighbours in the upper row (one lane may be empty between them), and what scaling moves. */
function joins(from: number, to: number): boolean {
  if (to < FLOW) return from < to && to - from <= 2;
  return to === SCALING && from >= 3 && from < FLOW;
}
