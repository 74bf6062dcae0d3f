import type { ManagedPolicy } from "./identity-records";
import { stableHex } from "./stable-id";

/** AWS's own managed policies that templates name. Any other under `arn:aws:iam::aws:policy/` exists too, allowing all. */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  "service-role/AmazonEC2ContainerServiceforEC2Role": [
    "ec2:DescribeTags",
    "ecs:*",
    "ecr:*",
    "logs:CreateLogStream",
    "logs:PutLogEvents",
  ],
  "service-role/AmazonECSTaskExecutionRolePolicy": ["ecr:*", "logs:CreateLogStream", "logs:PutLogEvents"],
  "service-role/AmazonEC2ContainerServiceAutoscaleRole": ["ecs:DescribeServices", "ecs:UpdateService", "cloudwatch:*"],
  AmazonSSMManagedInstanceCore: ["ssm:*", "ssmmessages:*", "ec2messages:*"],
  CloudWatchAgentServerPolicy: ["cloudwatch:PutMetricData", "logs:*"],
  AmazonEC2ContainerRegistryReadOnly: ["ecr:*"],
  ReadOnlyAccess: ["*:BatchGet*", "*:Describe*", "*:Estimate*", "*:Filter*", "*:Get*", "*:List*", "*:Simulate*"],
  ViewOnlyAccess: ["*:Describe*", "*:List*"],
  AWSCloudFormationReadOnlyAccess: [
    "cloudformation:Describe*",
    "cloudformation:EstimateTemplateCost",
    "cloudformation:Get*",
    "cloudformation:List*",
    "cloudformation:ValidateTemplate",
    "cloudformation:Detect*",
  ],
  CloudWatchReadOnlyAccess: ["cloudwatch:Describe*", "cloudwatch:Get*", "cloudwatch:List*", "logs:*"],
};

const PREFIX = "arn:aws:iam::aws:policy/";
const MADE = Date.UTC(2015, 3, 9, 16, 14, 19);

/** The policy AWS keeps under that ARN; undefined for an ARN that is not AWS's. */
export function managedPolicy(arn: string): ManagedPolicy | undefined {
  if (!arn.startsWith(PREFIX)) return undefined;
  const full = arn.slice(PREFIX.length);
  if (!/^([\w+=,.@-]+\/)*[\w+=,.@-]+$/.test(full)) return undefined;
  const name = full.split("/").at(-1) ?? full;
  const Action = Object.hasOwn(ACTIONS, full) ? ACTIONS[full] : ["*"];
  const document = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource: "*" }] });
  return {
    arn,
    id: `ANPA${stableHex(17, arn).toUpperCase()}`,
    name,
    path: `/${full.slice(0, full.length - name.length)}`,
    createdAt: MADE,
    updatedAt: MADE,
    versions: [{ id: "v1", document, createdAt: MADE }],
    defaultVersion: "v1",
    nextVersion: 2,
    tags: {},
  };
}
