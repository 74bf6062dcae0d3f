import { AwsError } from "../wire/handler";
import type { Kernel } from "./kernel";
import type { Place } from "./seams";
import { createShelf } from "./shelf";

export interface Quota {
  readonly service: string;
  readonly code: string;
  readonly name: string;
  readonly value: number;
  /** What an account has before it asks for more. */
  readonly standard: number;
  readonly adjustable: boolean;
}

export const SERVICES_WITH_QUOTAS: Readonly<Record<string, string>> = {
  autoscaling: "Amazon EC2 Auto Scaling",
  cloudformation: "AWS CloudFormation",
  ec2: "Amazon Elastic Compute Cloud (Amazon EC2)",
  ecs: "Amazon Elastic Container Service (Amazon ECS)",
  elasticloadbalancing: "Elastic Load Balancing (ELB)",
  fargate: "AWS Fargate",
  iam: "AWS Identity and Access Management (IAM)",
  vpc: "Amazon Virtual Private Cloud (Amazon VPC)",
};

/** The on-demand vCPUs of the standard families (A, C, D, H, I, M, R, T, Z): the one launches are held to. */
export const ON_DEMAND_VCPUS = "L-1216C47A";

type Row = readonly [service: string, code: string, name: string, standard: number, applied?: number];

/** Names, codes and defaults as Service Quotas lists them; an applied value stands where this account asked for more. */
const QUOTAS: readonly Row[] = [
  ["autoscaling", "L-CDE20ADC", "Auto Scaling groups per region", 500],
  ["cloudformation", "L-0485CB21", "Stack count", 2000],
  ["ec2", ON_DEMAND_VCPUS, "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances", 5, 256],
  ["ec2", "L-0263D0A3", "EC2-VPC Elastic IPs", 5],
  ["ecs", "L-21C621EB", "Clusters per account", 10_000],
  ["ecs", "L-9EF96962", "Services per cluster", 5000],
  ["ecs", "L-46458851", "Tasks per service", 5000],
  ["elasticloadbalancing", "L-53DA6B97", "Application Load Balancers per Region", 50],
  ["elasticloadbalancing", "L-B22855CB", "Target Groups per Region", 3000],
  ["fargate", "L-3032A538", "Fargate On-Demand vCPU resource count", 6, 4000],
  ["iam", "L-FE177D64", "Roles per account", 1000],
  ["vpc", "L-F678F1CE", "VPCs per Region", 5],
  ["vpc", "L-FE5A380F", "NAT gateways per Availability Zone", 5],
];

export type Quotas = ReturnType<typeof createQuotas>;

/** How much of everything an account may have, in each Region. Throws Service Quotas' errors. */
export function createQuotas(kernel: Kernel) {
  const shelf = createShelf(kernel, "quotas", () => ({}) as Record<string, number>);
  const list = (place: Place, service?: string): Quota[] =>
    QUOTAS.filter(([of]) => service === undefined || of === service).map(([of, code, name, standard, applied]) => ({
      service: of,
      code,
      name,
      value: shelf(place)[code] ?? applied ?? standard,
      standard,
      adjustable: true,
    }));
  const find = (place: Place, service: string, code: string): Quota => {
    const found = list(place, service).find((quota) => quota.code === code);
    if (!found)
      throw new AwsError("NoSuchResourceException", "The request failed because the specified quota does not exist.");
    return found;
  };

  return {
    list,
    find,
    /** Sets what the account may have; the sandbox grants at once. */
    set(place: Place, service: string, code: string, value: number): Quota {
      find(place, service, code);
      shelf(place)[code] = value;
      return find(place, service, code);
    },
    onDemandVcpus: (place: Place): number => find(place, "ec2", ON_DEMAND_VCPUS).value,
  };
}
