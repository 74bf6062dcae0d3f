import "server-only";
import type { AwsContext } from "@/lib/aws/client";
import { availabilityZones } from "@/lib/aws/ec2-catalogue";
import { subnets } from "@/lib/aws/ec2-network";
import type { PickQuery } from "./pick";
import type { Picked } from "./types";

/** The Region's zones. With a subnet chosen only its own can work: a subnet lies in one zone. */
export async function pickZones(ctx: AwsContext, { subnet, vpc }: PickQuery): Promise<Picked> {
  const [zones, found] = await Promise.all([
    availabilityZones(ctx),
    subnet && vpc ? subnets(ctx, vpc).then((all) => all.find(({ id }) => id === subnet)) : undefined,
  ]);
  return {
    options: zones.map((zone) => ({
      value: zone,
      label: zone,
      detail: found?.zone === zone ? `the zone of ${found.name ?? found.id}` : undefined,
      disabled: found && found.zone !== zone ? `${found.name ?? found.id} lies in ${found.zone}` : undefined,
    })),
  };
}
