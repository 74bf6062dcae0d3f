import { AwsError, type Handlers } from "../wire/handler";
import type { Instances } from "../world/instances";
import type { LaunchTemplates } from "../world/launch-templates";
import type { Network } from "../world/network";
import type { SecurityGroups } from "../world/security-groups";
import { byIds, matchesFilters } from "./ec2-filters";
import { createEc2InstanceHandlers } from "./ec2-instances";
import { securityGroupView, tagsFor, templateView, versionView } from "./ec2-views";
import { page } from "./paging";

interface Machines {
  readonly network: Network;
  readonly instances: Instances;
  readonly launchTemplates: LaunchTemplates;
  readonly securityGroups: SecurityGroups;
}

/** EC2 as far as machines go: launch templates, instances, security groups, tags. */
export function createEc2ComputeHandlers(world: Machines) {
  const { launchTemplates, securityGroups } = world;
  const ref = (input: { LaunchTemplateId?: string | undefined; LaunchTemplateName?: string | undefined }) => ({
    id: input.LaunchTemplateId,
    name: input.LaunchTemplateName,
  });

  return {
    ...createEc2InstanceHandlers(world),

    CreateLaunchTemplate: (input, ctx) => {
      const template = launchTemplates.create(ctx, {
        name: input.LaunchTemplateName ?? "",
        data: input.LaunchTemplateData ?? {},
        tags: tagsFor(input.TagSpecifications, "launch-template"),
        ...(input.VersionDescription ? { description: input.VersionDescription } : {}),
      });
      return { LaunchTemplate: templateView(template, 1) };
    },
    CreateLaunchTemplateVersion: (input, ctx) => {
      const { template, version } = launchTemplates.addVersion(
        ctx,
        ref(input),
        input.LaunchTemplateData ?? {},
        input.SourceVersion,
        input.VersionDescription,
      );
      return { LaunchTemplateVersion: versionView(template, version) };
    },
    ModifyLaunchTemplate: (input, ctx) => {
      const template = launchTemplates.setDefault(ctx, ref(input), input.DefaultVersion ?? "$Default");
      return { LaunchTemplate: templateView(template, launchTemplates.latest(template)) };
    },
    DeleteLaunchTemplate: (input, ctx) => {
      const template = launchTemplates.remove(ctx, ref(input));
      return { LaunchTemplate: templateView(template, launchTemplates.latest(template)) };
    },
    DeleteLaunchTemplateVersions: (input, ctx) => {
      const { template, gone } = launchTemplates.removeVersions(ctx, ref(input), (input.Versions ?? []).map(Number));
      return {
        SuccessfullyDeletedLaunchTemplateVersions: gone.map((version) => ({
          LaunchTemplateId: template.id,
          LaunchTemplateName: template.name,
          VersionNumber: version.number,
        })),
        UnsuccessfullyDeletedLaunchTemplateVersions: [],
      };
    },
    DescribeLaunchTemplates: (input, ctx) => {
      for (const id of input.LaunchTemplateIds ?? []) launchTemplates.find(ctx, { id });
      for (const name of input.LaunchTemplateNames ?? []) launchTemplates.find(ctx, { name });
      const found = launchTemplates
        .list(ctx)
        .filter((template) => !input.LaunchTemplateIds?.length || input.LaunchTemplateIds.includes(template.id))
        .filter((template) => !input.LaunchTemplateNames?.length || input.LaunchTemplateNames.includes(template.name))
        .filter(
          matchesFilters(input.Filters, { "launch-template-name": (template) => template.name }, (item) => item.tags),
        );
      const { items, nextToken } = page(found, input.NextToken, input.MaxResults ?? 200);
      return {
        LaunchTemplates: items.map((template) => templateView(template, launchTemplates.latest(template))),
        ...(nextToken ? { NextToken: nextToken } : {}),
      };
    },
    DescribeLaunchTemplateVersions: (input, ctx) => {
      const template = launchTemplates.find(ctx, ref(input));
      const wanted = input.Versions?.length
        ? input.Versions.map((version) => launchTemplates.versionOf(template, version))
        : [...template.versions].reverse();
      const { items, nextToken } = page(wanted, input.NextToken, input.MaxResults ?? 200);
      return {
        LaunchTemplateVersions: items.map((version) => versionView(template, version)),
        ...(nextToken ? { NextToken: nextToken } : {}),
      };
    },

    CreateSecurityGroup: (input, ctx) => {
      const group = securityGroups.create(ctx, {
        name: input.GroupName ?? "",
        description: input.Description ?? "",
        vpcId: input.VpcId,
        tags: tagsFor(input.TagSpecifications, "security-group"),
      });
      return { GroupId: group.id, SecurityGroupArn: securityGroupView(ctx, group).SecurityGroupArn };
    },
    DeleteSecurityGroup: ({ GroupId }, ctx) => {
      securityGroups.remove(ctx, GroupId ?? "");
      return { Return: true, GroupId };
    },
    DescribeSecurityGroups: (input, ctx) => {
      const found = byIds(
        securityGroups.list(ctx),
        input.GroupIds,
        (group) => group.id,
        (id) => new AwsError("InvalidGroup.NotFound", `The security group '${id}' does not exist`),
      ).filter(
        matchesFilters(
          input.Filters,
          {
            "vpc-id": (group) => group.vpcId,
            "group-id": (group) => group.id,
            "group-name": (group) => group.name,
            description: (group) => group.description,
          },
          (group) => group.tags,
        ),
      );
      const named = input.GroupNames?.length ? found.filter((group) => input.GroupNames?.includes(group.name)) : found;
      const { items, nextToken } = page(named, input.NextToken, input.MaxResults ?? 1000);
      return {
        SecurityGroups: items.map((group) => securityGroupView(ctx, group)),
        ...(nextToken ? { NextToken: nextToken } : {}),
      };
    },
    AuthorizeSecurityGroupIngress: (input, ctx) => {
      securityGroups.authorize(ctx, input.GroupId ?? "", "ingress", permissions(input));
      return { Return: true };
    },
    AuthorizeSecurityGroupEgress: (input, ctx) => {
      securityGroups.authorize(ctx, input.GroupId ?? "", "egress", input.IpPermissions ?? []);
      return { Return: true };
    },
    RevokeSecurityGroupIngress: (input, ctx) => {
      securityGroups.revoke(ctx, input.GroupId ?? "", "ingress", permissions(input));
      return { Return: true };
    },
    RevokeSecurityGroupEgress: (input, ctx) => {
      securityGroups.revoke(ctx, input.GroupId ?? "", "egress", input.IpPermissions ?? []);
      return { Return: true };
    },
  } satisfies Handlers<"ec2">;
}

/** The older call form gives one rule in top-level members. */
function permissions(input: {
  IpPermissions?: import("@aws-sdk/client-ec2").IpPermission[] | undefined;
  IpProtocol?: string | undefined;
  FromPort?: number | undefined;
  ToPort?: number | undefined;
  CidrIp?: string | undefined;
}) {
  if (input.IpPermissions) return input.IpPermissions;
  const { IpProtocol, FromPort, ToPort, CidrIp } = input;
  return [{ IpProtocol, FromPort, ToPort, IpRanges: CidrIp ? [{ CidrIp }] : [] }];
}
