import { document, text, texts } from "./fields";
import { type Call, HandlerError, type Provider, quietly } from "./provider";

function put({ tools, ctx, properties }: Call): void {
  const PolicyName = text(properties, "PolicyName") ?? "";
  const PolicyDocument = document(properties, "PolicyDocument") ?? "{}";
  const roles = texts(properties, "Roles") ?? [];
  if (roles.length === 0) {
    throw new HandlerError("At least one of [Groups,Roles,Users] must be non-empty.", "InvalidRequest");
  }
  for (const RoleName of roles) tools.invoke("iam", "PutRolePolicy", { RoleName, PolicyName, PolicyDocument }, ctx);
}

function remove({ tools, ctx }: Call, properties: Call["properties"], keep: readonly string[] = []): void {
  const PolicyName = text(properties, "PolicyName") ?? "";
  for (const RoleName of texts(properties, "Roles") ?? []) {
    if (keep.includes(RoleName)) continue;
    quietly(() => tools.invoke("iam", "DeleteRolePolicy", { RoleName, PolicyName }, ctx));
  }
}

/** AWS::IAM::Policy: an inline policy of roles. Its physical id is made up and names nothing in IAM. */
export const policy: Provider = {
  create(call) {
    put(call);
    return `${call.stack.name.slice(0, 4)}-${call.logicalId.slice(0, 4)}-${call.tools.kernel.alphanumeric(12)}`;
  },
  update(call) {
    const renamed = text(call.before, "PolicyName") !== text(call.properties, "PolicyName");
    put(call);
    remove(call, call.before, renamed ? [] : (texts(call.properties, "Roles") ?? []));
  },
  delete(call) {
    remove(call, call.properties);
  },
  actual({ tools, ctx, properties }) {
    const PolicyName = text(properties, "PolicyName") ?? "";
    const documents = (texts(properties, "Roles") ?? []).map((RoleName) =>
      decodeURIComponent(tools.invoke("iam", "GetRolePolicy", { RoleName, PolicyName }, ctx).PolicyDocument ?? "{}"),
    );
    // One role's document that was changed is a change.
    const wanted = document(properties, "PolicyDocument");
    return { PolicyName, PolicyDocument: documents.find((one) => one !== wanted) ?? documents[0] };
  },
  read: ({ physicalId }) => ({ Id: physicalId }),
};
