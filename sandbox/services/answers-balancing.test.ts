import * as EC2 from "@aws-sdk/client-ec2";
import * as ELB from "@aws-sdk/client-elastic-load-balancing-v2";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { failed, startTestSandbox, type TestSandbox } from "../testing/sandbox-server";

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox();
});
afterEach(() => expect(sandbox.bugs.splice(0)).toEqual([]));
afterAll(() => sandbox.close());

/** A load balancer with an HTTP listener that has no rules yet. */
async function listen(account: string, more: Partial<ELB.CreateListenerCommandInput> = {}) {
  const elb = new ELB.ElasticLoadBalancingV2Client(sandbox.client(account));
  const { Subnets = [] } = await new EC2.EC2Client(sandbox.client(account)).send(
    new EC2.DescribeSubnetsCommand({ Filters: [{ Name: "tag:Name", Values: ["public-a", "public-b"] }] }),
  );
  const { LoadBalancers } = await elb.send(
    new ELB.CreateLoadBalancerCommand({ Name: "web", Subnets: Subnets.map(({ SubnetId = "" }) => SubnetId) }),
  );
  const LoadBalancerArn = LoadBalancers?.[0]?.LoadBalancerArn ?? "";
  const answer: ELB.Action = { Type: "fixed-response", FixedResponseConfig: { StatusCode: "404" } };
  const { Listeners } = await elb.send(
    new ELB.CreateListenerCommand({ LoadBalancerArn, Protocol: "HTTP", Port: 80, DefaultActions: [answer], ...more }),
  );
  return { elb, answer, ListenerArn: Listeners?.[0]?.ListenerArn ?? "" };
}

describe("a listener", () => {
  it("has its rules put in another order, all of them or none", async () => {
    const { elb, answer, ListenerArn } = await listen(sandbox.newAccount());
    const add = async (Priority: number, path: string) => {
      const Conditions = [{ Field: "path-pattern", Values: [path] }];
      const { Rules } = await elb.send(
        new ELB.CreateRuleCommand({ ListenerArn, Priority, Conditions, Actions: [answer] }),
      );
      return Rules?.[0]?.RuleArn ?? "";
    };
    const [a, b] = [await add(10, "/a"), await add(20, "/b")];
    await add(30, "/c");
    const order = async () =>
      (await elb.send(new ELB.DescribeRulesCommand({ ListenerArn }))).Rules?.map(({ Priority }) => Priority);
    const set = (...of: [string, number][]) =>
      elb.send(
        new ELB.SetRulePrioritiesCommand({ RulePriorities: of.map(([RuleArn, Priority]) => ({ RuleArn, Priority })) }),
      );
    const { Rules } = await set([a, 20], [b, 10]);
    expect(Rules?.map(({ RuleArn, Priority }) => [RuleArn, Priority])).toEqual([
      [a, "20"],
      [b, "10"],
    ]);
    expect((await failed(set([a, 5], [b, 30])))?.name).toBe("PriorityInUseException");
    expect(await order()).toEqual(["20", "10", "30", "default"]);
  });

  it("takes further certificates and keeps its default", async () => {
    const account = sandbox.newAccount();
    const certificate = (domain: string) =>
      sandbox.accounts
        .get(account)
        .centre.world.certificates.list({ account, region: "us-east-1" })
        .find((one) => one.domain === domain)?.arn ?? "";
    const [first, second] = [certificate("*.acme.dev"), certificate("api.acme.dev")];
    const { elb, ListenerArn } = await listen(account, {
      Protocol: "HTTPS",
      Port: 443,
      Certificates: [{ CertificateArn: first }],
    });
    const list = async () =>
      (await elb.send(new ELB.DescribeListenerCertificatesCommand({ ListenerArn }))).Certificates?.map(
        ({ CertificateArn, IsDefault }) => [CertificateArn, IsDefault],
      );
    const Certificates = [{ CertificateArn: second }];
    await elb.send(new ELB.AddListenerCertificatesCommand({ ListenerArn, Certificates }));
    expect(await list()).toEqual([
      [first, true],
      [second, false],
    ]);
    const { Listeners } = await elb.send(new ELB.DescribeListenersCommand({ ListenerArns: [ListenerArn] }));
    expect(Listeners?.[0]?.Certificates).toEqual([{ CertificateArn: first }]);
    await elb.send(new ELB.RemoveListenerCertificatesCommand({ ListenerArn, Certificates }));
    expect(await list()).toEqual([[first, true]]);
    const pending = { ListenerArn, Certificates: [{ CertificateArn: certificate("new.acme.dev") }] };
    expect((await failed(elb.send(new ELB.AddListenerCertificatesCommand(pending))))?.name).toContain(
      "UnsupportedCert",
    );
  });

  it("may name the security policies there are", async () => {
    const elb = new ELB.ElasticLoadBalancingV2Client(sandbox.client(sandbox.newAccount()));
    const { SslPolicies } = await elb.send(
      new ELB.DescribeSSLPoliciesCommand({ Names: ["ELBSecurityPolicy-TLS13-1-2-2021-06"] }),
    );
    expect(SslPolicies?.[0]?.SslProtocols).toEqual(["TLSv1.2", "TLSv1.3"]);
    const none = elb.send(new ELB.DescribeSSLPoliciesCommand({ Names: ["none"] }));
    expect((await failed(none))?.name).toContain("SSLPolicyNotFound");
  });
});

it("EC2 shows a NAT gateway's address, and no volume where no machine runs", async () => {
  const ec2 = new EC2.EC2Client(sandbox.client(sandbox.newAccount()));
  const { Addresses } = await ec2.send(new EC2.DescribeAddressesCommand({}));
  const { NatGateways } = await ec2.send(new EC2.DescribeNatGatewaysCommand({}));
  expect(Addresses?.map(({ PublicIp }) => PublicIp)).toEqual(
    NatGateways?.map(({ NatGatewayAddresses }) => NatGatewayAddresses?.[0]?.PublicIp),
  );
  expect((await ec2.send(new EC2.DescribeVolumesCommand({}))).Volumes).toEqual([]);
  const none = ec2.send(new EC2.DescribeVolumesCommand({ VolumeIds: ["vol-0123456789abcdef0"] }));
  expect((await failed(none))?.name).toBe("InvalidVolume.NotFound");
});
