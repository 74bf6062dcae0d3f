import { describe, expect, it } from "vitest";
import { linesOf } from "./test-lint";

const group = (ingress: string) => `Parameters: {from: {Type: String, Default: 0.0.0.0/0}}
Conditions: {C: !Equals [a, b]}
Resources:
  G:
    Type: AWS::EC2::SecurityGroup
    Properties:
      SecurityGroupIngress:
        - ${ingress}`;

describe("open-ssh", () => {
  it.each([
    ["to the world", "{IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0}", [8]],
    ["in a range, IPv6", "{IpProtocol: tcp, FromPort: 0, ToPort: 1024, CidrIpv6: '::/0'}", [8]],
    ["every protocol", "{IpProtocol: -1, CidrIp: 0.0.0.0/0}", [8]],
    [
      "by a parameter's default, behind a condition",
      "!If [C, {IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: !Ref from}, !Ref AWS::NoValue]",
      [8],
    ],
    ["port 80", "{IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIp: 0.0.0.0/0}", []],
    ["to one range", "{IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 10.0.0.0/8}", []],
  ])("%s", (_, ingress, lines) => {
    expect(linesOf("open-ssh", group(ingress))).toEqual(lines);
  });

  it("a rule of its own", () => {
    const text =
      "Resources:\n  R: {Type: AWS::EC2::SecurityGroupIngress, Properties: {IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0}}";
    expect(linesOf("open-ssh", text)).toEqual([2]);
  });
});
