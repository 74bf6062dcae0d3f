import { expect, it } from "vitest";
import { deniedActions, simulatedPrincipal } from "./iam";
import { testDoor } from "./test-door";

it("follows the pages and tells a deny from a missing allow", async () => {
  const pages: Record<string, object> = {
    first: {
      EvaluationResults: [
        { EvalActionName: "a:X", EvalDecision: "allowed" },
        { EvalActionName: "a:Y", EvalDecision: "implicitDeny" },
      ],
      IsTruncated: true,
      Marker: "m",
    },
    m: { EvaluationResults: [{ EvalActionName: "a:Z", EvalDecision: "explicitDeny" }], IsTruncated: false },
  };
  const door = testDoor({ SimulatePrincipalPolicyCommand: ({ Marker = "first" }) => pages[String(Marker)] }, () => 0);
  expect(await deniedActions(door, "arn", ["a:X", "a:Y", "a:Z"])).toEqual([
    { action: "a:Y", explicit: false },
    { action: "a:Z", explicit: true },
  ]);
});

it.each([
  ["arn:aws:iam::123456789012:user/team/ada", { arn: "arn:aws:iam::123456789012:user/team/ada", root: false }],
  [
    "arn:aws-cn:sts::123456789012:assumed-role/deployer/session",
    { arn: "arn:aws-cn:iam::123456789012:role/deployer", root: false },
  ],
  ["arn:aws:iam::123456789012:root", { arn: "arn:aws:iam::123456789012:root", root: true }],
  ["arn:aws:sts::123456789012:federated-user/ada", undefined],
])("%s is simulated as %o", (caller, wanted) => {
  expect(simulatedPrincipal(caller)).toEqual(wanted);
});
