import { expect, it } from "vitest";
import { defaultRoute } from "./ec2-network";

const table = (id: string, link: object, route: object) => ({
  RouteTableId: id,
  Associations: [link],
  Routes: [
    { DestinationCidrBlock: "10.0.0.0/16", GatewayId: "local" },
    { DestinationCidrBlock: "0.0.0.0/0", ...route },
  ],
});
const main = table("rtb-main", { Main: true }, { GatewayId: "igw-1" });

it.each([
  [
    "its own table goes to a NAT gateway",
    [main, table("rtb-1", { SubnetId: "s" }, { NatGatewayId: "nat-1" })],
    false,
    "0.0.0.0/0 → nat-1 (rtb-1)",
  ],
  [
    "its own table goes to the internet",
    [table("rtb-1", { SubnetId: "s" }, { GatewayId: "igw-2" })],
    true,
    "0.0.0.0/0 → igw-2 (rtb-1)",
  ],
  [
    "it has none of its own",
    [main, table("rtb-1", { SubnetId: "other" }, {})],
    true,
    "0.0.0.0/0 → igw-1 (rtb-main, main table)",
  ],
  [
    "the gateway is gone",
    [table("rtb-1", { SubnetId: "s" }, { GatewayId: "igw-2", State: "blackhole" })],
    false,
    "0.0.0.0/0 → igw-2, which is gone (rtb-1)",
  ],
  [
    "there is no default route",
    [{ RouteTableId: "rtb-1", Associations: [{ SubnetId: "s" }] }],
    false,
    "no default route (rtb-1)",
  ],
  ["there is no table", [], false, "no route table found"],
])("tells a subnet's default route when %s", (_, tables, isPublic, route) => {
  expect(defaultRoute("s", tables as never[])).toEqual({ public: isPublic, route });
});
