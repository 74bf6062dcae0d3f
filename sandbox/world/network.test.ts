import { describe, expect, it } from "vitest";
import { createEc2CatalogueHandlers } from "../services/ec2-catalogue";
import { createEc2NetworkHandlers } from "../services/ec2-network";
import { Kernel } from "./kernel";
import { createNetwork } from "./network";

const kernel = new Kernel(() => 0);
const network = createNetwork(kernel);
const ctx = { account: "111111111111", region: "eu-central-1", requestId: "r" };
const other = { ...ctx, account: "222222222222" };
const ec2 = { ...createEc2NetworkHandlers({ network }), ...createEc2CatalogueHandlers({ network }) };

describe("the network every account has", () => {
  it("has ids that stay the same for a place and differ between places", () => {
    const ids = (place: typeof ctx) => network.at(place).subnets.map((subnet) => subnet.subnetId);
    expect(ids(ctx)).toEqual(
      createNetwork(new Kernel(() => 0))
        .at(ctx)
        .subnets.map((subnet) => subnet.subnetId),
    );
    expect(ids(ctx).filter((id) => ids(other).includes(id))).toEqual([]);
    expect(ids(ctx)[0]).toMatch(/^subnet-0[0-9a-f]{16}$/);
  });

  it("routes public subnets to an internet gateway, and private-b through the main table to NAT", () => {
    const routes = Object.fromEntries(
      network
        .at(ctx)
        .subnets.map((subnet) => [
          subnet.name,
          network.routeTableOf(ctx, subnet)?.routes.find((route) => route.destination === "0.0.0.0/0")?.target,
        ]),
    );
    expect(routes["public-c"]).toHaveProperty("gatewayId");
    expect(routes["private-a"]).toHaveProperty("natGatewayId");
    expect(routes["private-b"]).toHaveProperty("natGatewayId");
    expect(routes["isolated-a"]).toBeUndefined();
    const own = ec2.DescribeRouteTables(
      {
        Filters: [
          {
            Name: "association.subnet-id",
            Values: [network.at(ctx).subnets.find((s) => s.name === "private-b")?.subnetId ?? ""],
          },
        ],
      },
      ctx,
    );
    expect(own.RouteTables).toEqual([]);
  });

  it("joins filters by AND and their values by OR, with wildcards", () => {
    const found = ec2.DescribeSubnets(
      {
        Filters: [
          { Name: "tag:Name", Values: ["public-*", "isolated-a"] },
          { Name: "availability-zone", Values: ["eu-central-1a"] },
        ],
      },
      ctx,
    );
    expect(found.Subnets.map((subnet) => subnet.Tags[0]?.Value)).toEqual(["public-a", "isolated-a"]);
    expect(() => ec2.DescribeSubnets({ Filters: [{ Name: "nonsense", Values: ["x"] }] }, ctx)).toThrow(
      "The filter 'nonsense' is invalid",
    );
  });

  it("has IPv6 on the main VPC and on two of its subnets alone", () => {
    const { Subnets } = ec2.DescribeSubnets({}, ctx);
    const withV6 = Subnets.filter((subnet) => subnet.Ipv6CidrBlockAssociationSet.length > 0);
    expect(withV6.map((subnet) => subnet.Tags[0]?.Value)).toEqual(["public-a", "public-b"]);
    expect(withV6[1]?.Ipv6CidrBlockAssociationSet[0]?.Ipv6CidrBlock).toMatch(/^2600:1f..:....:..01::\/64$/);
  });

  it("pages, and leaves the token out on the last page", () => {
    const first = ec2.DescribeSubnets({ MaxResults: 5 }, ctx);
    expect(first.Subnets).toHaveLength(5);
    const last = ec2.DescribeSubnets({ MaxResults: 5, NextToken: first.NextToken }, ctx);
    expect(last.Subnets).toHaveLength(2);
    expect(last).not.toHaveProperty("NextToken");
    expect(() => ec2.DescribeSubnets({ NextToken: "nonsense" }, ctx)).toThrow("is invalid");
  });

  it("answers an unknown id with EC2's own error", () => {
    expect(() => ec2.DescribeSubnets({ SubnetIds: ["subnet-1"] }, ctx)).toThrow(
      "The subnet ID 'subnet-1' does not exist",
    );
    expect(() => ec2.DescribeKeyPairs({ KeyNames: ["nobody"] }, ctx)).toThrow("The key pair 'nobody' does not exist");
  });

  it("offers an instance type only where it is", () => {
    const { InstanceTypeOfferings } = ec2.DescribeInstanceTypeOfferings(
      { LocationType: "availability-zone", Filters: [{ Name: "instance-type", Values: ["c7g.large"] }] },
      ctx,
    );
    expect(InstanceTypeOfferings.map((offer) => offer.Location)).toEqual(["eu-central-1a", "eu-central-1b"]);
  });
});
