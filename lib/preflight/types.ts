import type { Place } from "@/lib/place";
import type { Architecture, ParameterValues, TemplateForm } from "@/lib/templates/types";
import type { MadeResource } from "./resources";

/** `unknown`: it could not be looked up, which never blocks; `fail`: AWS would refuse or the service could not run. */
export type CheckStatus = "pass" | "warn" | "fail" | "unknown";

export interface CheckResult {
  readonly id: string;
  readonly status: CheckStatus;
  /** What was found, in three to six words: "Image exists". */
  readonly title: string;
  /** What was seen, so that a person can judge it: the route, the digest, the days left. */
  readonly evidence: string;
  readonly fix?: CheckFix;
  /** Parameters it is about, for the marks in the form. */
  readonly fields?: readonly string[];
}

/** The mend: values to put into the form with one click, or only words. */
export interface CheckFix {
  readonly label: string;
  readonly set?: Readonly<Record<string, string>>;
}

export type CheckOutcome = Omit<CheckResult, "id" | "fields">;

/** What is checked: the values as they would be sent (`effectiveValues`), secrets left out. */
export interface PreflightInput {
  readonly place: Place;
  readonly stackName?: string;
  readonly form: TemplateForm;
  readonly values: ParameterValues;
  /** Types of the resources these values make, where the template's text is known. */
  readonly resourceTypes?: readonly string[];
  /** Those resources, with their properties as far as the values tell. */
  readonly resources?: readonly MadeResource[];
  /** On an update the stack and its log group are expected to be there. */
  readonly mode: "launch" | "update";
  /** The account's time, in ms. */
  readonly now: number;
}

/** One fact about AWS that a launch rests on. */
export interface Check {
  readonly id: string;
  /** Shown while it runs, and when it could not be run. */
  readonly title: string;
  /** The parameters it reads. */
  fields(input: PreflightInput): readonly string[];
  /** What its answer hangs on beside those parameters' values; the same again means the same answer for a while. */
  depends?(input: PreflightInput): unknown;
  /** False while what it needs is not filled in, or the template has no such part. */
  applies(input: PreflightInput): boolean;
  /** Undefined: there is nothing to say. May throw: then the check is `unknown`, with the reason. */
  run(input: PreflightInput, world: PreflightWorld): Promise<CheckOutcome | undefined> | CheckOutcome | undefined;
}

/**
 * The few things the checks ask of AWS, in our own words. A function throws a SlipwayError when AWS does not answer or
 * refuses; `undefined` means that Slipway has no way to know. Each is asked at most once per run.
 */
export interface PreflightWorld {
  /** A stack by name; null when the name is free. */
  stack(name: string): Promise<{ readonly status: string } | null>;
  /** A log group by its exact name; null when there is none. */
  logGroup(name: string): Promise<LogGroupFact | null>;
  /** An image by tag or digest; null when the registry does not have it; undefined for registries we cannot look into. */
  image(registry: string, name: string, reference: string): Promise<ImageAnswer>;
  /** All subnets of a VPC; null when there is no such VPC. */
  subnets(vpcId: string): Promise<readonly SubnetFact[] | null>;
  keyPairs(): Promise<readonly string[]>;
  certificates(): Promise<readonly CertificateFact[]>;
  hostedZones(): Promise<readonly HostedZoneFact[]>;
  /** The records of one exact name in a zone; without a final dot. */
  records(zoneId: string, name: string): Promise<readonly RecordFact[]>;
  /** A machine image by id; null when it is gone, or not shared with this account. */
  machineImage(imageId: string): Promise<MachineImageFact | null>;
  /** The zones of the Region that offer an instance type; empty when none does. */
  zonesOffering(instanceType: string): Promise<readonly string[]>;
  /** vCPUs and memory of an instance type; null when there is no such type. */
  instanceType(name: string): Promise<InstanceTypeFact | null>;
  /** A service quota of this account and Region by its codes; null when Service Quotas does not tell it. */
  quota(service: string, code: string): Promise<number | null>;
  /** Which of these IAM actions Slipway's credentials may not use. */
  permissions(actions: readonly string[]): Promise<PermissionFacts | undefined>;
}

export interface InstanceTypeFact {
  readonly vcpus: number;
  readonly memoryMiB: number;
}

export interface PermissionFacts {
  readonly principal: string;
  /** `explicit`: a policy denies it; otherwise none allows it. */
  readonly denied: readonly { readonly action: string; readonly explicit: boolean }[];
}

export interface LogGroupFact {
  /** ms since the epoch. */
  readonly createdAt?: number;
  readonly storedBytes?: number;
}

/** `private`: the registry gives it to nobody without a password, or hides that it is not there. */
export type ImageAnswer = ImageFact | "private" | null | undefined;

export interface ImageFact {
  readonly digest: string;
  /** ms since the epoch. */
  readonly pushedAt?: number;
  /** Empty when the manifest does not say. */
  readonly architectures: readonly Architecture[];
  /** Ports the image EXPOSEs, where the registry lets us read its configuration. */
  readonly ports?: readonly number[];
}

export interface MachineImageFact {
  readonly name: string;
  /** As EC2 names it: x86_64, arm64 … */
  readonly architecture: string;
  /** ms since the epoch. */
  readonly createdAt?: number;
  readonly deprecatedAt?: number;
}

export interface SubnetFact {
  readonly id: string;
  readonly name?: string;
  readonly cidr: string;
  readonly zone: string;
  /** Its default route goes to an internet gateway. */
  readonly public: boolean;
  /** The route that says so: "0.0.0.0/0 → igw-04c1… (rtb-0aa2…, main table)", or what is there instead. */
  readonly route: string;
  readonly ipv6Cidr?: string;
  readonly freeAddresses?: number;
}

export interface CertificateFact {
  readonly arn: string;
  /** Domain name and alternative names; may begin with "*.". */
  readonly names: readonly string[];
  /** ACM's own: ISSUED, PENDING_VALIDATION, EXPIRED … */
  readonly status: string;
  /** ms since the epoch. */
  readonly notAfter?: number;
}

export interface HostedZoneFact {
  readonly id: string;
  /** Without the final dot. */
  readonly name: string;
  readonly private: boolean;
}

export interface RecordFact {
  readonly type: string;
  readonly target?: string;
}
