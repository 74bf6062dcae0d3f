import { scalarText } from "../json-values";
import { at, items, ofType, type Placed } from "./read";
import type { Found, LintResource, LintRule } from "./types";

export const iamWildcard: LintRule = {
  id: "iam-wildcard",
  level: "warn",
  source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
  fix: "Name the actions it needs, and the resources where the actions allow that.",
  *check(subject) {
    for (const one of ofType(subject, "AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::Group")) {
      for (const policy of items(one, "Policies")) yield* statements(one, at(policy, "PolicyDocument"));
      for (const { value, path } of items(one, "ManagedPolicyArns")) {
        if (scalarText(value)?.endsWith(":policy/AdministratorAccess")) {
          yield {
            resource: one.name,
            path,
            message: `${one.name} may do everything in the account (AdministratorAccess).`,
          };
        }
      }
    }
    for (const one of ofType(subject, "AWS::IAM::Policy", "AWS::IAM::ManagedPolicy")) {
      yield* statements(one, at(one, "PolicyDocument"));
    }
  },
};

function* statements({ name }: LintResource, documents: readonly Placed[]): Generator<Found> {
  for (const statement of documents.flatMap((document) => items(document, "Statement"))) {
    const texts = (key: string) => items(statement, key).flatMap(({ value }) => scalarText(value) ?? []);
    if (!texts("Effect").includes("Allow")) continue;
    const wide = texts("Action").find(
      (action) => action === "*" || (action.endsWith(":*") && texts("Resource").includes("*")),
    );
    if (wide === undefined) continue;
    yield {
      resource: name,
      path: statement.path,
      message:
        wide === "*"
          ? `${name} may do everything (Action “*”).`
          : `${name} may do everything with ${wide.slice(0, -2)}, to every resource of the account.`,
    };
  }
}
