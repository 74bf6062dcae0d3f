import { guessPicker } from "./guess-picker";
import type { ImageParameters, Picker } from "./types";

export interface PickerSubject {
  readonly name: string;
  readonly type: string;
  /** All parameters: names and types. */
  readonly parameters: ReadonlyMap<string, string>;
  /** Which of them carry the image. */
  readonly image: ImageParameters;
}

/**
 * What fills a field of a template that says nothing of it: AWS's own parameter types first, then what the task
 * definition's image shows, then the name. Undefined for what is only typed.
 */
export function pickerOf({ name, type, parameters, image }: PickerSubject): Picker | undefined {
  const names = [...parameters.keys()];
  const guessed = guessPicker(name, names);
  const vpc =
    names.find((one) => parameters.get(one) === "AWS::EC2::VPC::Id") ??
    names.find((one) => guessPicker(one, names)?.kind === "vpc");
  switch (type) {
    case "AWS::EC2::VPC::Id":
      return { kind: "vpc" };
    case "AWS::EC2::Subnet::Id":
      return { kind: "subnet", vpc, public: guessed?.kind === "subnet" && guessed.public };
    case "List<AWS::EC2::Subnet::Id>":
      return { kind: "subnets", vpc, public: false, distinctZones: false };
    case "AWS::EC2::SecurityGroup::Id":
      return { kind: "securityGroup", vpc };
    case "List<AWS::EC2::SecurityGroup::Id>":
      return { kind: "securityGroups", vpc };
    case "AWS::EC2::AvailabilityZone::Name":
      return guessed?.kind === "zone" ? guessed : { kind: "zone" };
    case "AWS::EC2::KeyPair::KeyName":
      return { kind: "keyPair" };
    case "AWS::Route53::HostedZone::Id":
      return { kind: "hostedZone" };
    case "CommaDelimitedList":
      return guessed?.kind === "subnets" ? { ...guessed, vpc } : undefined;
    case "String":
      break;
    default:
      return undefined;
  }
  if (name === image.registry) return { kind: "registry" };
  if (name === image.name) return { kind: "imageRepository", registry: image.registry };
  if (name === image.tag) return { kind: "imageTag", registry: image.registry, name: image.name };
  if (guessed?.kind === "subnets") return undefined;
  return guessed?.kind === "subnet" || guessed?.kind === "securityGroup" ? { ...guessed, vpc } : guessed;
}
