import { describe, expect, it } from "vitest";
import { linesOf } from "./test-lint";

const role = (statement: string) =>
  `Resources:\n  R:\n    Type: AWS::IAM::Role\n    Properties:\n      Policies:\n        - PolicyDocument:\n            Statement:\n              - ${statement}`;

describe("iam-wildcard", () => {
  it.each([
    ["{Effect: Allow, Action: '*', Resource: '*'}", [8]],
    ["{Effect: Allow, Action: ['ecr:GetAuthorizationToken', 's3:*'], Resource: '*'}", [8]],
    ["{Effect: Allow, Action: 's3:*', Resource: 'arn:aws:s3:::one/*'}", []],
    ["{Effect: Allow, Action: ['ecs:Poll'], Resource: '*'}", []],
    ["{Effect: Deny, Action: '*', Resource: '*'}", []],
  ])("%s", (statement, lines) => {
    expect(linesOf("iam-wildcard", role(statement))).toEqual(lines);
  });

  it("policies of their own, and AWS's administrator policy", () => {
    const text = `Resources:
  P:
    Type: AWS::IAM::Policy
    Properties: {PolicyDocument: {Statement: {Effect: Allow, Action: '*', Resource: '*'}}}
  R:
    Type: AWS::IAM::Role
    Properties:
      ManagedPolicyArns:
        - arn:aws:iam::aws:policy/AdministratorAccess
        - arn:aws:iam::aws:policy/ReadOnlyAccess`;
    expect(linesOf("iam-wildcard", text)).toEqual([4, 9]);
  });
});
