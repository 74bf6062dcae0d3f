import type * as EC2 from "@aws-sdk/client-ec2";
import { instanceType } from "../world/instance-types";
import type { Instance } from "../world/instances";
import type { LaunchTemplate, LaunchTemplateVersion } from "../world/launch-templates";
import type { Place } from "../world/seams";
import type { SecurityGroup } from "../world/security-groups";
import type { Tags } from "../world/shelf";

/** Tags as EC2 lists them. */
export const tagList = (tags: Tags): EC2.Tag[] => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/** Tags a create call gives for its own resource type. */
export const tagsFor = (specs: readonly EC2.TagSpecification[] | undefined, type: string): Tags =>
  Object.fromEntries(
    (specs ?? [])
      .filter((spec) => spec.ResourceType === type)
      .flatMap((spec) => (spec.Tags ?? []).map((tag) => [tag.Key ?? "", tag.Value ?? ""])),
  );

const STATE_CODES: Record<Instance["state"], number> = { pending: 0, running: 16, "shutting-down": 32, terminated: 48 };

export const stateView = (state: Instance["state"]): EC2.InstanceState => ({ Code: STATE_CODES[state], Name: state });

export function instanceView(place: Place, instance: Instance, groups: readonly SecurityGroup[]): EC2.Instance {
  const type = instanceType(instance.type);
  const alive = instance.state === "pending" || instance.state === "running";
  const dns = instance.privateIp.replaceAll(".", "-");
  return {
    InstanceId: instance.id,
    ImageId: instance.imageId,
    InstanceType: instance.type as EC2._InstanceType,
    State: stateView(instance.state),
    LaunchTime: new Date(instance.launchedAt),
    Placement: { AvailabilityZone: instance.zone, Tenancy: "default" },
    Architecture: type.architecture === "arm64" ? "arm64" : "x86_64",
    CpuOptions: { CoreCount: Math.max(1, type.vcpus / 2), ThreadsPerCore: type.vcpus > 1 ? 2 : 1 },
    RootDeviceName: "/dev/xvda",
    RootDeviceType: "ebs",
    VirtualizationType: "hvm",
    Hypervisor: "xen",
    Monitoring: { State: "disabled" },
    AmiLaunchIndex: 0,
    EbsOptimized: false,
    MetadataOptions: {
      State: "applied",
      HttpTokens: instance.httpTokens as EC2.HttpTokensState,
      HttpEndpoint: "enabled",
    },
    Tags: tagList(instance.tags),
    ...(instance.keyName ? { KeyName: instance.keyName } : {}),
    ...(instance.profileArn ? { IamInstanceProfile: { Arn: instance.profileArn } } : {}),
    ...(instance.reason
      ? {
          StateTransitionReason: instance.reason,
          StateReason: {
            Code: "Client.UserInitiatedShutdown",
            Message: "Client.UserInitiatedShutdown: User initiated shutdown",
          },
        }
      : { StateTransitionReason: "" }),
    ...(alive
      ? {
          SubnetId: instance.subnetId,
          VpcId: instance.vpcId,
          PrivateIpAddress: instance.privateIp,
          PrivateDnsName: `ip-${dns}.${place.region}.compute.internal`,
          ...(instance.publicIp ? { PublicIpAddress: instance.publicIp } : {}),
          SecurityGroups: instance.securityGroupIds.map((id) => ({
            GroupId: id,
            GroupName: groups.find((group) => group.id === id)?.name ?? id,
          })),
        }
      : {}),
  };
}

export const templateView = (template: LaunchTemplate, latest: number): EC2.LaunchTemplate => ({
  LaunchTemplateId: template.id,
  LaunchTemplateName: template.name,
  CreateTime: new Date(template.at),
  CreatedBy: template.createdBy,
  DefaultVersionNumber: template.defaultVersion,
  LatestVersionNumber: latest,
  Tags: tagList(template.tags),
});

export const versionView = (template: LaunchTemplate, version: LaunchTemplateVersion): EC2.LaunchTemplateVersion => {
  // The answer's shape is the request's but for a few rarely used members, which this data centre does not keep.
  const { InstanceMarketOptions: _market, CapacityReservationSpecification: _reservation, ...data } = version.data;
  return {
    LaunchTemplateId: template.id,
    LaunchTemplateName: template.name,
    VersionNumber: version.number,
    CreateTime: new Date(version.at),
    CreatedBy: template.createdBy,
    DefaultVersion: version.number === template.defaultVersion,
    LaunchTemplateData: data as EC2.ResponseLaunchTemplateData,
    ...(version.description ? { VersionDescription: version.description } : {}),
  };
};

export const securityGroupView = (place: Place, group: SecurityGroup): EC2.SecurityGroup => ({
  GroupId: group.id,
  GroupName: group.name,
  Description: group.description,
  VpcId: group.vpcId,
  OwnerId: place.account,
  SecurityGroupArn: `arn:aws:ec2:${place.region}:${place.account}:security-group/${group.id}`,
  Tags: tagList(group.tags),
  IpPermissions: group.ingress,
  IpPermissionsEgress: group.egress,
});
