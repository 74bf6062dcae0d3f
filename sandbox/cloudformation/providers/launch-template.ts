import type { RequestLaunchTemplateData } from "@aws-sdk/client-ec2";
import { mapping, picked, tagsOf, text, typed } from "./fields";
import { type Call, type Provider, quietly } from "./provider";

const NUMBERS = new Set(
  "HttpPutResponseHopLimit VolumeSize Iops Throughput DeviceIndex NetworkCardIndex Ipv6AddressCount CoreCount ThreadsPerCore".split(
    " ",
  ),
);
const FLAGS = new Set(
  "AssociatePublicIpAddress Encrypted DeleteOnTermination EbsOptimized DisableApiTermination DisableApiStop Enabled".split(
    " ",
  ),
);

const dataOf = ({ properties }: Call): RequestLaunchTemplateData =>
  typed(mapping(properties, "LaunchTemplateData") ?? {}, NUMBERS, FLAGS) as RequestLaunchTemplateData;

/** AWS::EC2::LaunchTemplate. An update adds a version; the default stays, as in AWS. Ref is the id. */
export const launchTemplate: Provider = {
  create(call) {
    const { tools, ctx, properties, logicalId } = call;
    const description = text(properties, "VersionDescription");
    const answer = tools.invoke(
      "ec2",
      "CreateLaunchTemplate",
      {
        LaunchTemplateName: text(properties, "LaunchTemplateName") ?? `${logicalId}_${tools.kernel.alphanumeric(12)}`,
        LaunchTemplateData: dataOf(call),
        TagSpecifications: [{ ResourceType: "launch-template", Tags: tagsOf(call, []) }],
        ...(description === undefined ? {} : { VersionDescription: description }),
      },
      ctx,
    );
    return answer.LaunchTemplate?.LaunchTemplateId ?? "";
  },
  update(call) {
    const { tools, ctx, physicalId } = call;
    const input = { LaunchTemplateId: physicalId, LaunchTemplateData: dataOf(call) };
    tools.invoke("ec2", "CreateLaunchTemplateVersion", input, ctx);
  },
  delete({ tools, ctx, physicalId }) {
    quietly(() => tools.invoke("ec2", "DeleteLaunchTemplate", { LaunchTemplateId: physicalId }, ctx));
  },
  // An update adds a version and leaves the default, so the newest is the template's.
  actual({ tools, ctx, physicalId }) {
    const input = { LaunchTemplateId: physicalId, Versions: ["$Latest"] };
    const found = tools.invoke("ec2", "DescribeLaunchTemplateVersions", input, ctx).LaunchTemplateVersions?.[0];
    return found && picked(found, "LaunchTemplateName LaunchTemplateData");
  },
  read({ tools, ctx, physicalId }) {
    const input = { LaunchTemplateIds: [physicalId] };
    const found = tools.invoke("ec2", "DescribeLaunchTemplates", input, ctx).LaunchTemplates?.[0];
    return {
      LaunchTemplateId: physicalId,
      LatestVersionNumber: String(found?.LatestVersionNumber ?? 1),
      DefaultVersionNumber: String(found?.DefaultVersionNumber ?? 1),
    };
  },
};
