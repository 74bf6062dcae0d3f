import type { ContextEntry } from "@aws-sdk/client-iam";
import { AwsError, type Handlers } from "../wire/handler";
import type { Access } from "../world/access";
import { readPolicy } from "../world/policy-document";
import { evaluate, type NamedPolicy, type Permissions } from "../world/policy-evaluation";
import { marked } from "./iam-views";

interface Questions {
  ActionNames?: string[] | undefined;
  ResourceArns?: string[] | undefined;
  ContextEntries?: ContextEntry[] | undefined;
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}

/** IAM's policy simulator: what a principal's policies, or policies given as text, say of actions. */
export function createIamSimulationHandlers({ access }: { access: Access }) {
  return {
    SimulatePrincipalPolicy: (input, { account }) => {
      const principal = access.ofArn(account, input.PolicySourceArn ?? "");
      const boundary = texts("PermissionsBoundaryPolicyInputList", input.PermissionsBoundaryPolicyInputList);
      return simulate(input, {
        policies: [...principal.policies, ...texts("PolicyInputList", input.PolicyInputList)],
        ...(boundary.length > 0 ? { boundary } : principal.boundary && { boundary: principal.boundary }),
      });
    },
    SimulateCustomPolicy: (input) => {
      const boundary = texts("PermissionsBoundaryPolicyInputList", input.PermissionsBoundaryPolicyInputList);
      return simulate(input, {
        policies: texts("PolicyInputList", input.PolicyInputList),
        ...(boundary.length > 0 && { boundary }),
      });
    },
  } satisfies Handlers<"iam">;
}

function texts(name: string, documents: readonly string[] = []): NamedPolicy[] {
  return documents.map((document, index) => {
    try {
      readPolicy(document);
    } catch {
      throw new AwsError("InvalidInput", "The policy was not syntactically correct.");
    }
    return { id: `${name}.${index + 1}`, type: "none", document };
  });
}

function simulate(input: Questions, permissions: Permissions) {
  const { ActionNames = [], ResourceArns, ContextEntries = [], Marker, MaxItems } = input;
  const context = Object.fromEntries(
    ContextEntries.map(({ ContextKeyName = "", ContextKeyValues = [] }) => [
      ContextKeyName.toLowerCase(),
      ContextKeyValues,
    ]),
  );
  const resources = ResourceArns?.length ? ResourceArns : ["*"];
  const asked = ActionNames.flatMap((action) => resources.map((resource) => ({ action, resource })));
  for (const { action } of asked)
    if (!/^[\w-]+:[\w*?]+$/.test(action)) throw new AwsError("InvalidInput", `Invalid Action Name: ${action}`);
  const { items, ...rest } = marked(asked, Marker, MaxItems);
  return {
    EvaluationResults: items.map(({ action, resource }) => {
      const { decision, matched, missing, boundary } = evaluate(permissions, { action, resource, context });
      return {
        EvalActionName: action,
        EvalResourceName: resource,
        EvalDecision: decision,
        MatchedStatements: matched.map(({ policy, start, end }) => ({
          SourcePolicyId: policy.id,
          ...(policy.type !== "none" && { SourcePolicyType: policy.type }),
          StartPosition: start,
          EndPosition: end,
        })),
        MissingContextValues: [...missing],
        ...(boundary && {
          PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: boundary === "allowed" },
        }),
      };
    }),
    ...rest,
  };
}
