import { AwsError } from "../wire/handler";
import type { Kernel } from "./kernel";
import { machineImages } from "./machine-images";
import type { Place } from "./seams";
import { createShelf, type Tags } from "./shelf";

export interface Parameter {
  readonly name: string;
  readonly type: "String" | "StringList" | "SecureString";
  readonly value: string;
  readonly version: number;
  readonly modifiedAt: number;
  readonly dataType: string;
  readonly description?: string | undefined;
  /** Kept by AWS, the same for every account. */
  readonly isPublic?: boolean;
  readonly tags: Tags;
}

export type Parameters = ReturnType<typeof createParameters>;

/** Systems Manager's parameters: an account's own, and those AWS publishes about its machine images. */
export function createParameters(kernel: Kernel) {
  const shelf = createShelf(kernel, "ssm", () => ({}) as Record<string, Parameter>);
  const find = (place: Place, name: string): Parameter | undefined =>
    Object.hasOwn(shelf(place), name) ? shelf(place)[name] : publicParameters(place.region).get(name);

  return {
    find,
    /** The parameter a reference means: a name, an ARN, or either with `:version`. */
    resolve(place: Place, reference: string): Parameter | undefined {
      const plain = reference.startsWith("arn:")
        ? `/${reference
            .split(":")
            .slice(5)
            .join(":")
            .replace(/^parameter\/?/, "")}`
        : reference;
      const whole = find(place, plain) ?? find(place, plain.replace(/^\//, ""));
      if (whole) return whole;
      const [, name = "", version] = /^(.*):(\d+)$/.exec(plain) ?? [];
      const found = find(place, name);
      return found && String(found.version) === version ? found : undefined;
    },
    /** Own and public ones below a path, by name. */
    below(place: Place, path: string, recursive: boolean): Parameter[] {
      const prefix = path.endsWith("/") ? path : `${path}/`;
      return [...Object.values(shelf(place)), ...publicParameters(place.region).values()]
        .filter(({ name }) => name.startsWith(prefix) && (recursive || !name.slice(prefix.length).includes("/")))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    own: (place: Place): Parameter[] => Object.values(shelf(place)).sort((a, b) => (a.name < b.name ? -1 : 1)),

    put(
      place: Place,
      input: Pick<Parameter, "name" | "value"> & Partial<Pick<Parameter, "type" | "description" | "tags" | "dataType">>,
      overwrite: boolean,
    ): number {
      const { name } = input;
      if (/^\/?(aws|ssm)/i.test(name)) {
        throw new AwsError("AccessDeniedException", `No access to reserved parameter name: ${name}.`);
      }
      const old = find(place, name);
      if (old && !overwrite) {
        throw new AwsError(
          "ParameterAlreadyExists",
          "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
        );
      }
      if (!old && input.type === undefined) {
        throw new AwsError("ValidationException", "A parameter type is required when you create a parameter.");
      }
      const version = (old?.version ?? 0) + 1;
      shelf(place)[name] = {
        name,
        type: input.type ?? old?.type ?? "String",
        value: input.value,
        version,
        modifiedAt: kernel.now(),
        dataType: input.dataType ?? old?.dataType ?? "text",
        description: input.description ?? old?.description,
        tags: input.tags ?? old?.tags ?? {},
      };
      return version;
    },
    /** Answers whether it was there. */
    remove(place: Place, name: string): boolean {
      if (!Object.hasOwn(shelf(place), name)) return false;
      delete shelf(place)[name];
      return true;
    },
  };
}

const published = new Map<string, ReadonlyMap<string, Parameter>>();
const PUBLISHED_AT = Date.UTC(2026, 10, 18, 2, 11, 40);

/** AWS's public parameters that name the newest machine images. */
function publicParameters(region: string): ReadonlyMap<string, Parameter> {
  const known = published.get(region);
  if (known) return known;
  const made = new Map<string, Parameter>();
  const add = (name: string, value: string, dataType = "text") =>
    made.set(name, {
      name,
      value,
      type: "String",
      version: 187,
      modifiedAt: PUBLISHED_AT,
      dataType,
      isPublic: true,
      tags: {},
    });
  for (const image of machineImages(region).filter(({ recommended }) => recommended)) {
    if (!image.ecsOptimized) {
      add(
        `/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-${image.architecture}`,
        image.imageId,
        "aws:ec2:image",
      );
      add(
        `/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-6.1-${image.architecture}`,
        image.imageId,
        "aws:ec2:image",
      );
      continue;
    }
    const system = image.platform === "al2" ? "amazon-linux-2" : "amazon-linux-2023";
    const base = `/aws/service/ecs/optimized-ami/${system}/${image.architecture === "arm64" ? "arm64/" : ""}recommended`;
    const facts: Readonly<Record<string, string>> = {
      image_id: image.imageId,
      image_name: image.name,
      ecs_agent_version: "1.101.2",
      ecs_runtime_version: "Docker version 25.0.14",
      os: image.platform === "al2" ? "Amazon Linux 2" : "Amazon Linux 2023",
      schema_version: "1",
    };
    add(base, JSON.stringify(facts));
    for (const [member, value] of Object.entries(facts)) add(`${base}/${member}`, value);
  }
  published.set(region, made);
  return made;
}
