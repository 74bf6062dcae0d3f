/** The template's own names, read line by line so that they are there also while the text is broken. */
export interface TemplateNames {
  readonly parameters: readonly string[];
  readonly resources: readonly { readonly name: string; readonly type?: string }[];
  readonly conditions: readonly string[];
  readonly mappings: readonly string[];
}

const SECTIONS = new Set(["Parameters", "Resources", "Conditions", "Mappings"]);

/** Section heads stand at the margin (YAML) or one step in (JSON); names one step further. */
export function templateNames(text: string): TemplateNames {
  const names = new Map<string, Map<string, string | undefined>>();
  const json = /^\s*\{/.test(text);
  let section: Map<string, string | undefined> | undefined;
  let sectionIndent = -1;
  let nameIndent = -1;
  let name: string | undefined;
  for (const line of text.split("\n")) {
    const [, blank = "", key] = (json ? JSON_KEY : YAML_KEY).exec(line) ?? [];
    if (key === undefined) continue;
    const indent = blank.length;
    if (section === undefined || indent <= sectionIndent) {
      const isSection = SECTIONS.has(key) && (json || indent === 0);
      section = isSection ? (names.get(key) ?? new Map()) : undefined;
      if (section) names.set(key, section);
      sectionIndent = indent;
      nameIndent = -1;
      continue;
    }
    if (nameIndent < 0) nameIndent = indent;
    if (indent === nameIndent) {
      name = key;
      section.set(key, /[{,]\s*"?Type"?\s*:\s*"?([\w:]+)/.exec(line)?.[1]);
    } else if (key === "Type" && name !== undefined && section.get(name) === undefined) {
      const type = /:\s*["']?([\w:]+)/.exec(line)?.[1];
      // The first one below the name; deeper ones belong to properties.
      if (type) section.set(name, type);
    }
  }
  const keys = (key: string) => [...(names.get(key)?.keys() ?? [])];
  return {
    parameters: keys("Parameters"),
    resources: [...(names.get("Resources") ?? [])].map(([one, type]) => ({ name: one, type })),
    conditions: keys("Conditions"),
    mappings: keys("Mappings"),
  };
}

const YAML_KEY = /^( *)["']?([A-Za-z][\w:.-]*)["']?\s*:(?:\s|$)/;
const JSON_KEY = /^(\s*)"([^"]+)"\s*:/;

/** What GetAtt most often asks of the types in an ECS template [AWS: CloudFormation template reference, return values]. */
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  "AWS::AutoScaling::AutoScalingGroup": ["AutoScalingGroupARN"],
  "AWS::CloudWatch::Alarm": ["Arn"],
  "AWS::EC2::LaunchTemplate": ["LatestVersionNumber", "DefaultVersionNumber", "LaunchTemplateId"],
  "AWS::EC2::SecurityGroup": ["GroupId", "VpcId"],
  "AWS::EC2::Subnet": ["AvailabilityZone", "CidrBlock", "SubnetId", "VpcId"],
  "AWS::EC2::VPC": ["CidrBlock", "DefaultSecurityGroup", "VpcId"],
  "AWS::ECS::Cluster": ["Arn"],
  "AWS::ECS::Service": ["Name", "ServiceArn"],
  "AWS::ECS::TaskDefinition": ["TaskDefinitionArn"],
  "AWS::ElasticLoadBalancingV2::Listener": ["ListenerArn"],
  "AWS::ElasticLoadBalancingV2::LoadBalancer": [
    "CanonicalHostedZoneID",
    "DNSName",
    "LoadBalancerArn",
    "LoadBalancerFullName",
    "LoadBalancerName",
  ],
  "AWS::ElasticLoadBalancingV2::TargetGroup": ["TargetGroupArn", "TargetGroupFullName", "TargetGroupName"],
  "AWS::IAM::InstanceProfile": ["Arn"],
  "AWS::IAM::Role": ["Arn", "RoleId"],
  "AWS::Logs::LogGroup": ["Arn"],
  "AWS::SNS::Topic": ["TopicArn", "TopicName"],
};
const PSEUDO = ["AccountId", "NoValue", "Partition", "Region", "StackId", "StackName", "URLSuffix"].map(
  (n) => `AWS::${n}`,
);

export interface NameOption {
  readonly label: string;
  /** What it is: "parameter", a resource's type, "condition". */
  readonly detail: string;
}

export interface NameCompletion {
  /** How many characters before the cursor are replaced. */
  readonly typed: number;
  readonly options: readonly NameOption[];
}

/**
 * What fits at the end of `before` (the line up to the cursor): after `!Ref` and `${` parameters, resources and pseudo
 * parameters, after `!GetAtt` resources and then their attributes, after `Condition:`, `!If [` and `!Condition`
 * conditions, after `DependsOn:` resources, after `!FindInMap [` mappings. YAML's short forms, the long ones and JSON's.
 */
export function completionsAt(before: string, names: TemplateNames): NameCompletion | undefined {
  const resources = names.resources.map(({ name, type }) => ({ label: name, detail: type ?? "resource" }));
  const parameters = names.parameters.map((label) => ({ label, detail: "parameter" }));
  const pseudo = PSEUDO.map((label) => ({ label, detail: "pseudo parameter" }));
  const conditions = names.conditions.map((label) => ({ label, detail: "condition" }));
  const attributesOf = (resource: string | undefined): NameOption[] => {
    const type = names.resources.find(({ name }) => name === resource)?.type;
    const known = type !== undefined && Object.hasOwn(ATTRIBUTES, type) ? ATTRIBUTES[type] : undefined;
    return (known ?? []).map((label) => ({ label, detail: `attribute of ${type}` }));
  };
  for (const [pattern, options] of [
    [/\$\{([A-Za-z0-9]+)\.([A-Za-z0-9.]*)$/, attributesOf],
    [/(?:!GetAtt|Fn::GetAtt["']?:)\s+["']?([A-Za-z0-9]+)\.([A-Za-z0-9.]*)$/, attributesOf],
    [/Fn::GetAtt["']?:\s*\[\s*["']?([A-Za-z0-9]+)["']?\s*,\s*["']?([A-Za-z0-9.]*)$/, attributesOf],
    [/\$\{()([A-Za-z0-9:]*)$/, () => [...parameters, ...resources, ...pseudo]],
    [/(?:!Ref|\bRef["']?:)\s+["']?()([A-Za-z0-9:]*)$/, () => [...parameters, ...resources, ...pseudo]],
    [/(?:!GetAtt|Fn::GetAtt["']?:)\s*\[?\s*["']?()([A-Za-z0-9]*)$/, () => resources],
    [/(?:!If|Fn::If["']?:)\s*\[\s*["']?()([A-Za-z0-9]*)$/, () => conditions],
    [/(?:!Condition|\bCondition["']?:)\s+["']?()([A-Za-z0-9]*)$/, () => conditions],
    [/\bDependsOn["']?:\s*(?:\[[^\]]*)?["']?()([A-Za-z0-9]*)$/, () => resources],
    [
      /(?:!FindInMap|Fn::FindInMap["']?:)\s*\[\s*["']?()([A-Za-z0-9]*)$/,
      () => names.mappings.map((label) => ({ label, detail: "mapping" })),
    ],
  ] as const) {
    const match = pattern.exec(before);
    if (match) return { typed: match[2]?.length ?? 0, options: options(match[1]) };
  }
  return undefined;
}
