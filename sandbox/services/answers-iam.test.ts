import * as IAM from "@aws-sdk/client-iam";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { clientOptions, type WireServer } from "../testing/wire-server";
import { failure, startWorldServer } from "../testing/world-server";

/** The SDK's own clients against the handlers, over HTTP: what they answer must be what the SDK's schemas know. */
let server: WireServer;
const TRUST = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } }],
});
const ALLOW = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] });

beforeAll(async () => {
  ({ server } = await startWorldServer());
});
afterAll(() => server.close());
afterEach(() => expect(server.bugs.splice(0)).toEqual([]));

describe("IAM", () => {
  it("makes a role with policies and an instance profile, and refuses to delete them in the wrong order", async () => {
    const iam = new IAM.IAMClient(clientOptions(server.endpoint));
    const role = { RoleName: "instance" };
    const { Role } = await iam.send(
      new IAM.CreateRoleCommand({ ...role, AssumeRolePolicyDocument: TRUST, Tags: [{ Key: "a", Value: "b" }] }),
    );
    expect(Role?.Arn).toBe("arn:aws:iam::111122223333:role/instance");
    expect(
      await failure(iam.send(new IAM.CreateRoleCommand({ ...role, AssumeRolePolicyDocument: TRUST }))),
    ).toMatchObject({
      name: "EntityAlreadyExistsException",
    });
    const PolicyArn = "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role";
    await iam.send(new IAM.AttachRolePolicyCommand({ ...role, PolicyArn }));
    await iam.send(new IAM.PutRolePolicyCommand({ ...role, PolicyName: "own", PolicyDocument: ALLOW }));
    await iam.send(new IAM.CreateInstanceProfileCommand({ InstanceProfileName: "profile" }));
    await iam.send(new IAM.AddRoleToInstanceProfileCommand({ InstanceProfileName: "profile", ...role }));
    const read = await iam.send(new IAM.GetInstanceProfileCommand({ InstanceProfileName: "profile" }));
    expect(decodeURIComponent(read.InstanceProfile?.Roles?.[0]?.AssumeRolePolicyDocument ?? "")).toBe(TRUST);
    expect((await iam.send(new IAM.ListAttachedRolePoliciesCommand(role))).AttachedPolicies).toEqual([
      { PolicyName: "AmazonEC2ContainerServiceforEC2Role", PolicyArn },
    ]);
    expect(
      decodeURIComponent(
        (await iam.send(new IAM.GetRolePolicyCommand({ ...role, PolicyName: "own" }))).PolicyDocument ?? "",
      ),
    ).toBe(ALLOW);
    expect(await failure(iam.send(new IAM.DeleteRoleCommand(role)))).toEqual({
      name: "DeleteConflictException",
      message: "Cannot delete entity, must remove roles from instance profile first.",
    });
    await iam.send(new IAM.RemoveRoleFromInstanceProfileCommand({ InstanceProfileName: "profile", ...role }));
    await iam.send(new IAM.DeleteInstanceProfileCommand({ InstanceProfileName: "profile" }));
    await iam.send(new IAM.DetachRolePolicyCommand({ ...role, PolicyArn }));
    await iam.send(new IAM.DeleteRolePolicyCommand({ ...role, PolicyName: "own" }));
    await iam.send(new IAM.DeleteRoleCommand(role));
    expect(await failure(iam.send(new IAM.GetRoleCommand(role)))).toEqual({
      name: "NoSuchEntityException",
      message: "The role with name instance cannot be found.",
    });
  });

  it("keeps versions of managed policies", async () => {
    const iam = new IAM.IAMClient(clientOptions(server.endpoint));
    const { Policy } = await iam.send(new IAM.CreatePolicyCommand({ PolicyName: "p", PolicyDocument: ALLOW }));
    const PolicyArn = Policy?.Arn ?? "";
    await iam.send(new IAM.CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: ALLOW, SetAsDefault: true }));
    expect((await iam.send(new IAM.GetPolicyCommand({ PolicyArn }))).Policy?.DefaultVersionId).toBe("v2");
    expect(
      (await iam.send(new IAM.ListPolicyVersionsCommand({ PolicyArn }))).Versions?.map((one) => one.VersionId),
    ).toEqual(["v2", "v1"]);
    expect((await iam.send(new IAM.ListPoliciesCommand({ Scope: "Local" }))).Policies).toHaveLength(1);
    expect(
      await failure(iam.send(new IAM.CreatePolicyCommand({ PolicyName: "bad", PolicyDocument: "not json" }))),
    ).toMatchObject({
      name: "MalformedPolicyDocumentException",
    });
  });

  it("counts what there is, and lists roles page by page", async () => {
    const iam = new IAM.IAMClient(clientOptions(server.endpoint));
    for (const RoleName of ["page-a", "page-b", "page-c"])
      await iam.send(new IAM.CreateRoleCommand({ RoleName, Path: "/pages/", AssumeRolePolicyDocument: TRUST }));
    const pages = [];
    for await (const page of IAM.paginateListRoles({ client: iam }, { PathPrefix: "/pages/", MaxItems: 2 }))
      pages.push(page.Roles?.map(({ RoleName }) => RoleName));
    expect(pages).toEqual([["page-a", "page-b"], ["page-c"]]);
    const { SummaryMap } = await iam.send(new IAM.GetAccountSummaryCommand({}));
    expect(SummaryMap).toMatchObject({ RolesQuota: 1000, Policies: 1, InstanceProfiles: 0 });
    expect(SummaryMap?.Roles).toBeGreaterThanOrEqual(3);
  });
});
