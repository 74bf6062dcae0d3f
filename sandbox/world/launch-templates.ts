import type { RequestLaunchTemplateData } from "@aws-sdk/client-ec2";
import { AwsError } from "../wire/handler";
import type { Kernel } from "./kernel";
import type { Place } from "./seams";
import { createShelf, type Tags } from "./shelf";

export interface LaunchTemplateVersion {
  number: number;
  at: number;
  description?: string;
  data: RequestLaunchTemplateData;
}

export interface LaunchTemplate {
  id: string;
  name: string;
  at: number;
  createdBy: string;
  defaultVersion: number;
  nextVersion: number;
  tags: Tags;
  versions: LaunchTemplateVersion[];
}

/** How callers name a template: by id or by name, and a version number, `$Latest` or `$Default`. */
export interface TemplateRef {
  id?: string | undefined;
  name?: string | undefined;
  version?: string | undefined;
}

export type LaunchTemplates = ReturnType<typeof createLaunchTemplates>;

/** Launch templates and their numbered versions. Source: EC2 API reference, CreateLaunchTemplate and siblings. */
export function createLaunchTemplates(kernel: Kernel) {
  const shelf = createShelf(kernel, "ec2.launch-templates", () => ({}) as Record<string, LaunchTemplate>);

  const find = (place: Place, ref: TemplateRef): LaunchTemplate => {
    const all = shelf(place);
    const found = ref.id ? all[ref.id] : Object.values(all).find((template) => template.name === ref.name);
    if (found) return found;
    if (ref.id) {
      throw new AwsError(
        "InvalidLaunchTemplateId.NotFound",
        `The specified launch template, with template ID ${ref.id}, does not exist.`,
      );
    }
    throw new AwsError(
      "InvalidLaunchTemplateName.NotFoundException",
      `The specified launch template, with template name ${ref.name ?? ""}, does not exist.`,
    );
  };

  const latest = (template: LaunchTemplate): number => Math.max(...template.versions.map((version) => version.number));

  const versionOf = (template: LaunchTemplate, version = "$Default"): LaunchTemplateVersion => {
    const number =
      version === "$Latest" ? latest(template) : version === "$Default" ? template.defaultVersion : Number(version);
    const found = template.versions.find((candidate) => candidate.number === number);
    if (found) return found;
    throw new AwsError("InvalidLaunchTemplateId.VersionNotFound", `Could not find launch template version ${version}`);
  };

  return {
    list: (place: Place): LaunchTemplate[] => Object.values(shelf(place)),
    find,
    latest,
    versionOf,

    create(place: Place, input: { name: string; data: RequestLaunchTemplateData; description?: string; tags: Tags }) {
      const all = shelf(place);
      if (Object.values(all).some((template) => template.name === input.name)) {
        throw new AwsError("InvalidLaunchTemplateName.AlreadyExistsException", "Launch template name already in use.");
      }
      const template: LaunchTemplate = {
        id: `lt-0${kernel.hex(16)}`,
        name: input.name,
        at: kernel.now(),
        createdBy: `arn:aws:iam::${place.account}:root`,
        defaultVersion: 1,
        nextVersion: 2,
        tags: input.tags,
        versions: [
          {
            number: 1,
            at: kernel.now(),
            data: input.data,
            ...(input.description ? { description: input.description } : {}),
          },
        ],
      };
      all[template.id] = template;
      return template;
    },

    /** Adds a version; `source` names an existing one whose data the new data is laid over. */
    addVersion(place: Place, ref: TemplateRef, data: RequestLaunchTemplateData, source?: string, description?: string) {
      const template = find(place, ref);
      const base = source ? versionOf(template, source).data : {};
      const version: LaunchTemplateVersion = {
        number: template.nextVersion++,
        at: kernel.now(),
        data: { ...base, ...data },
        ...(description ? { description } : {}),
      };
      template.versions.push(version);
      return { template, version };
    },

    setDefault(place: Place, ref: TemplateRef, version: string) {
      const template = find(place, ref);
      template.defaultVersion = versionOf(template, version).number;
      return template;
    },

    remove(place: Place, ref: TemplateRef) {
      const template = find(place, ref);
      delete shelf(place)[template.id];
      return template;
    },

    /** Removes versions; the default one cannot go. */
    removeVersions(place: Place, ref: TemplateRef, numbers: number[]) {
      const template = find(place, ref);
      const gone = template.versions.filter(
        (version) => numbers.includes(version.number) && version.number !== template.defaultVersion,
      );
      template.versions = template.versions.filter((version) => !gone.includes(version));
      return { template, gone };
    },
  };
}
