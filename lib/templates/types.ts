/**
 * A template as a form: what the launch and update pages draw and what `validate` judges. Plain data, so that it crosses
 * from the server to the browser as it is; nothing here reads YAML.
 */

/** What fills a field from AWS. The names in it are parameters of the same template. */
export type Picker =
  | { readonly kind: "registry" }
  | { readonly kind: "imageRepository"; readonly registry?: string }
  | { readonly kind: "imageTag"; readonly registry?: string; readonly name?: string }
  | { readonly kind: "vpc" }
  | { readonly kind: "subnet"; readonly vpc?: string; readonly public?: boolean }
  | { readonly kind: "subnets"; readonly vpc?: string; readonly public: boolean; readonly distinctZones: boolean }
  | { readonly kind: "securityGroup"; readonly vpc?: string }
  | { readonly kind: "securityGroups"; readonly vpc?: string }
  /** `subnet` lies in it. */
  | { readonly kind: "zone"; readonly subnet?: string; readonly vpc?: string }
  | { readonly kind: "instanceType" }
  | { readonly kind: "keyPair" }
  | { readonly kind: "certificate"; readonly covers?: string }
  | { readonly kind: "hostedZone" }
  | { readonly kind: "domain"; readonly zone?: string }
  /** The name of the public SSM parameter that holds the newest image, by processor; `by` is the instance type's parameter. */
  | {
      readonly kind: "ami";
      readonly by?: string;
      readonly ssmParameter: Readonly<Partial<Record<Architecture, string>>>;
    };

export type PickerKind = Picker["kind"];

/** As EC2 and image manifests name processors; `amd64` of a manifest is `x86_64` here. */
export type Architecture = "x86_64" | "arm64";

/** How a field is edited. `switch` holds "true" or "false"; `list` and `numbers` hold their items joined by commas. */
export type FieldKind = "text" | "number" | "choice" | "switch" | "list" | "numbers";

export interface FormField {
  readonly name: string;
  /** CloudFormation's own, such as `List<AWS::EC2::Subnet::Id>`. */
  readonly type: string;
  readonly kind: FieldKind;
  readonly label: string;
  readonly help?: string;
  readonly default?: string;
  /** It has no default, or a type that AWS never takes empty. */
  readonly required: boolean;
  /** NoEcho: never shown, stored or logged. */
  readonly secret: boolean;
  readonly allowedValues?: readonly string[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minValue?: number;
  readonly maxValue?: number;
  /** Only whole numbers make sense; CloudFormation's Number takes any. */
  readonly integer: boolean;
  readonly constraintDescription?: string;
  readonly picker?: Picker;
  /** The switch that must be "true" for this field to count; while it is off the field keeps its default. */
  readonly dependsOn?: string;
  /** The value follows from another field: not asked for, shown in the review. */
  readonly derived?: Derived;
}

/** `value` where the value of `from` matches, `otherwise` where it does not. */
export interface Derived {
  readonly from: string;
  readonly matches: string;
  readonly value: string;
  readonly otherwise: string;
}

export interface FormGroup {
  readonly label: string;
  readonly fields: readonly string[];
}

/** An optional feature: one switch, and the fields that appear with it. */
export interface Feature {
  readonly name: string;
  readonly label: string;
  readonly switch: string;
  readonly dependents: readonly string[];
  /** Dependents that must not be empty while it is on. */
  readonly requires: readonly string[];
  readonly help?: string;
}

/** Two numbers of the form that must stand in this order. */
export interface Comparison {
  readonly left: string;
  readonly operator: "<" | "<=";
  readonly right: string;
  readonly message: string;
}

/** One assertion of the template's `Rules`, in CloudFormation's own form. Checked before AWS is asked. */
export interface FormRule {
  readonly name: string;
  readonly condition?: unknown;
  readonly assert: unknown;
  readonly message: string;
}

/** Which parameters say what runs. `whole` carries registry, name and tag in one. */
export interface ImageParameters {
  readonly registry?: string;
  readonly name?: string;
  readonly tag?: string;
  readonly whole?: string;
}

/** Which parameter plays which part; absent where the template has no such parameter. Names of parameters throughout. */
export interface Roles {
  readonly image: ImageParameters;
  readonly scaling: {
    readonly min?: string;
    readonly max?: string;
    readonly up?: string;
    readonly down?: string;
    /** The CPU percentage that target tracking keeps. */
    readonly target?: string;
    readonly type?: string;
  };
  readonly network: { readonly vpc?: string; readonly subnets?: string };
  readonly health: { readonly path?: string; readonly port?: string };
}

export interface TemplateForm {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly description: string;
  readonly groups: readonly FormGroup[];
  readonly fields: readonly FormField[];
  readonly features: readonly Feature[];
  readonly comparisons: readonly Comparison[];
  readonly rules: readonly FormRule[];
  readonly roles: Roles;
  /** Patterns with `{parameter}` in them, such as `{service}-{stage}`. */
  readonly stackName?: string;
  readonly logGroup?: string;
  /** What CloudFormation must be told that it may make. */
  readonly capabilities: readonly ("CAPABILITY_IAM" | "CAPABILITY_NAMED_IAM" | "CAPABILITY_AUTO_EXPAND")[];
  /** Logical ids of the IAM resources behind that, for the tick that names them. */
  readonly iamResources: readonly string[];
  readonly resourceCount: number;
  /** Logical ids of the resources that are made only where a condition holds, each with the condition's name. */
  readonly conditional: Readonly<Record<string, string>>;
  /** Those conditions as the template writes them, by name, for `madeResources`. */
  readonly conditions: Readonly<Record<string, unknown>>;
}

/** Parameter values by name, as CloudFormation takes them: always text, lists joined by commas. */
export type ParameterValues = Readonly<Record<string, string>>;

export interface TemplateProblem {
  readonly code: "syntax" | "structure" | "limit" | "unresolved" | "circular";
  readonly message: string;
  readonly hint?: string;
  /** The logical ids it is about; for a circle in the order in which they wait for each other. */
  readonly names?: readonly string[];
  readonly line?: number;
  readonly column?: number;
}

export interface TemplateSummary {
  /** Without a version; `form.id` of an uploaded one names its version too. */
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly description: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly format: "yaml" | "json";
  readonly resourceCount: number;
  readonly parameterCount: number;
  /** The file of one that comes with Slipway. */
  readonly file?: string;
  /** The version shown of one that was uploaded; `at` in ms by Slipway's own clock. */
  readonly upload?: {
    readonly number: number;
    readonly at: number;
    readonly byName: string;
    readonly archived: boolean;
  };
}

export interface UploadedTemplate {
  readonly id: string;
  readonly title: string;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly archivedAt?: number;
  readonly archivedBy?: string;
}

/** One version of an uploaded template: who, when and why. */
export interface TemplateVersion {
  readonly number: number;
  readonly sha256: string;
  readonly bytes: number;
  readonly at: number;
  readonly byName: string;
  readonly reason: string;
  /** Why AWS has not checked it; undefined where ValidateTemplate took it. */
  readonly unchecked?: string;
  /** A release was made of it, so it stays. */
  readonly released: boolean;
}
