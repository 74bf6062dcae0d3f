import type { Picker } from "./types";

/** What may stand round a word in a parameter's name: `pubsubnet1`, `PublicSubnetTwo`, `alb-subnet-ids`. */
const WHOSE = "(?:pub(?:lic)?|priv(?:ate)?|lb|alb|elb|ec2|ecs|app|web|container)?[-_]?";
const WHICH = "[-_]?(\\d|[a-c]|one|two|three)";
const whole = (pattern: string) => new RegExp(`^${pattern}$`, "i");

const VPC = whole("vpc[-_]?(?:id)?");
const SUBNET = whole(`${WHOSE}subnet[-_]?(?:id)?(?:${WHICH})?[-_]?(?:id)?`);
const SUBNETS = whole(`${WHOSE}subnet[-_]?(?:id)?s`);
const ZONE = whole(`(?:az|(?:availability)?[-_]?zone)[-_]?(?:name)?${WHICH}`);
const SECURITY_GROUP = whole("(?:security[-_]?group|sg)[-_]?(?:id)?\\d?");
const KEY_PAIR = whole(
  "(?:(?:ec2|ssh)[-_]?key|key[-_]?pair|key[-_]?name|(?:ec2|ssh)[-_]?key[-_]?(?:pair|name))(?:[-_]?name)?",
);
const INSTANCE_TYPE = whole("(?:ec2|instance)[-_]?(?:size|type)");
const CERTIFICATE = whole("(?:acm|tls|ssl)?[-_]?cert(?:ificate)?[-_]?arn");
const HOSTED_ZONE = whole("(?:route53|hosted|dns)[-_]?zone[-_]?id");
const DOMAIN = whole("(?:url|domain|domain[-_]?name|host[-_]?name|fqdn)");

/**
 * What fills a plain text parameter, told by its name alone: `az1`, `pubsubnet1`, `vpcid` and the like, as templates
 * have them that were written before AWS's own parameter types. `names` are all the template's, for what it depends
 * on: `az1` is the zone of the subnet with the same number. Names that could mean something else stay text.
 */
export function guessPicker(name: string, names: readonly string[]): Picker | undefined {
  const vpc = names.find((one) => VPC.test(one));
  if (VPC.test(name)) return { kind: "vpc" };
  if (SUBNETS.test(name)) return { kind: "subnets", vpc, public: /^pub/i.test(name), distinctZones: false };
  if (SUBNET.test(name)) return { kind: "subnet", vpc, public: /^pub/i.test(name) };
  if (ZONE.test(name)) {
    const which = ZONE.exec(name)?.[1]?.toLowerCase();
    return { kind: "zone", subnet: names.find((one) => SUBNET.exec(one)?.[1]?.toLowerCase() === which), vpc };
  }
  if (SECURITY_GROUP.test(name)) return { kind: "securityGroup", vpc };
  if (KEY_PAIR.test(name)) return { kind: "keyPair" };
  if (INSTANCE_TYPE.test(name)) return { kind: "instanceType" };
  if (CERTIFICATE.test(name)) return { kind: "certificate", covers: names.find((one) => DOMAIN.test(one)) };
  if (HOSTED_ZONE.test(name)) return { kind: "hostedZone" };
  const zone = names.find((one) => HOSTED_ZONE.test(one));
  return DOMAIN.test(name) && zone !== undefined ? { kind: "domain", zone } : undefined;
}
