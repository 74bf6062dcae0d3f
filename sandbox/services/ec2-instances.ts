import { AwsError, type Handlers } from "../wire/handler";
import type { Instance, Instances } from "../world/instances";
import type { LaunchTemplates } from "../world/launch-templates";
import type { Network } from "../world/network";
import type { Place } from "../world/seams";
import type { SecurityGroups } from "../world/security-groups";
import { addTags, dropTags, type Tags } from "../world/shelf";
import { byIds, matchesFilters } from "./ec2-filters";
import { instanceView, stateView } from "./ec2-views";
import { page } from "./paging";

interface Machines {
  readonly network: Network;
  readonly instances: Instances;
  readonly launchTemplates: LaunchTemplates;
  readonly securityGroups: SecurityGroups;
}

const notFound = (id: string) => new AwsError("InvalidInstanceID.NotFound", `The instance ID '${id}' does not exist`);

const FIELDS = {
  "instance-id": (instance: Instance) => instance.id,
  "instance-state-name": (instance: Instance) => instance.state,
  "vpc-id": (instance: Instance) => instance.vpcId,
  "subnet-id": (instance: Instance) => instance.subnetId,
  "instance-type": (instance: Instance) => instance.type,
  "image-id": (instance: Instance) => instance.imageId,
  "availability-zone": (instance: Instance) => instance.zone,
  "instance.group-id": (instance: Instance) => instance.securityGroupIds,
};

/** Instances, their types and everybody's tags. */
export function createEc2InstanceHandlers({ network, instances, launchTemplates, securityGroups }: Machines) {
  const resources = (place: Place, id: string): { tags: Tags } | undefined =>
    instances.find(place, id) ??
    launchTemplates.list(place).find((template) => template.id === id) ??
    securityGroups.list(place).find((group) => group.id === id) ??
    network.tagged(place, id);
  const resource = (place: Place, id: string): { tags: Tags } => {
    const found = resources(place, id);
    if (found) return found;
    throw new AwsError("InvalidID", `The ID '${id}' is not valid`);
  };

  return {
    DescribeInstances: (input, ctx) => {
      const found = byIds(instances.list(ctx), input.InstanceIds, (instance) => instance.id, notFound).filter(
        matchesFilters(input.Filters, FIELDS, (instance) => instance.tags),
      );
      const groups = securityGroups.list(ctx);
      const { items, nextToken } = page(found, input.NextToken, input.MaxResults ?? 1000);
      return {
        Reservations: items.map((instance) => ({
          ReservationId: instance.reservationId,
          OwnerId: ctx.account,
          Instances: [instanceView(ctx, instance, groups)],
        })),
        ...(nextToken ? { NextToken: nextToken } : {}),
      };
    },
    DescribeInstanceStatus: (input, ctx) => {
      const found = byIds(instances.list(ctx), input.InstanceIds, (instance) => instance.id, notFound)
        .filter((instance) => input.IncludeAllInstances || instance.state === "running")
        .filter(matchesFilters(input.Filters, FIELDS, (instance) => instance.tags));
      const { items, nextToken } = page(found, input.NextToken, input.MaxResults ?? 1000);
      return {
        InstanceStatuses: items.map((instance) => {
          const status = instances.checks(instance);
          const summary = {
            Status: status,
            ...(status === "not-applicable"
              ? {}
              : {
                  Details: [
                    {
                      Name: "reachability" as const,
                      Status: status === "ok" ? ("passed" as const) : ("initializing" as const),
                    },
                  ],
                }),
          } as const;
          return {
            InstanceId: instance.id,
            AvailabilityZone: instance.zone,
            InstanceState: stateView(instance.state),
            InstanceStatus: summary,
            SystemStatus: summary,
          };
        }),
        ...(nextToken ? { NextToken: nextToken } : {}),
      };
    },
    TerminateInstances: ({ InstanceIds = [] }, ctx) => {
      byIds(instances.list(ctx), InstanceIds, (instance) => instance.id, notFound);
      return {
        TerminatingInstances: InstanceIds.map((id) => {
          const before = stateView(instances.find(ctx, id)?.state ?? "terminated");
          const after = instances.terminate(ctx, id);
          return { InstanceId: id, PreviousState: before, CurrentState: stateView(after.state) };
        }),
      };
    },
    CreateTags: ({ Resources = [], Tags = [] }, ctx) => {
      const tags = Object.fromEntries(Tags.map(({ Key = "", Value = "" }) => [Key, Value]));
      for (const found of Resources.map((id) => resource(ctx, id))) addTags(found, tags);
      return {};
    },
    DeleteTags: ({ Resources = [], Tags }, ctx) => {
      const keys = Tags?.map((tag) => tag.Key ?? "");
      for (const found of Resources.map((id) => resource(ctx, id))) dropTags(found, keys);
      return {};
    },
  } satisfies Handlers<"ec2">;
}
