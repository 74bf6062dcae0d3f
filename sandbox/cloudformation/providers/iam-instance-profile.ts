import { physicalName, picked, text, texts } from "./fields";
import { type Provider, quietly } from "./provider";

/** AWS::IAM::InstanceProfile with its one role. AWS takes about two minutes for it; here some seconds. */
export const instanceProfile: Provider = {
  settle: 5000,
  create(call) {
    const { tools, ctx, properties } = call;
    const InstanceProfileName = text(properties, "InstanceProfileName") ?? physicalName(call, 128);
    const path = text(properties, "Path");
    tools.invoke("iam", "CreateInstanceProfile", { InstanceProfileName, ...(path ? { Path: path } : {}) }, ctx);
    call.made = InstanceProfileName;
    for (const RoleName of texts(properties, "Roles") ?? []) {
      tools.invoke("iam", "AddRoleToInstanceProfile", { InstanceProfileName, RoleName }, ctx);
    }
    return InstanceProfileName;
  },
  update({ tools, ctx, properties, before, physicalId: InstanceProfileName }) {
    const has = texts(properties, "Roles") ?? [];
    const had = texts(before, "Roles") ?? [];
    for (const RoleName of had.filter((name) => !has.includes(name))) {
      quietly(() => tools.invoke("iam", "RemoveRoleFromInstanceProfile", { InstanceProfileName, RoleName }, ctx));
    }
    for (const RoleName of has.filter((name) => !had.includes(name))) {
      tools.invoke("iam", "AddRoleToInstanceProfile", { InstanceProfileName, RoleName }, ctx);
    }
  },
  delete({ tools, ctx, properties, physicalId: InstanceProfileName }) {
    for (const RoleName of texts(properties, "Roles") ?? []) {
      quietly(() => tools.invoke("iam", "RemoveRoleFromInstanceProfile", { InstanceProfileName, RoleName }, ctx));
    }
    quietly(() => tools.invoke("iam", "DeleteInstanceProfile", { InstanceProfileName }, ctx));
  },
  actual({ tools, ctx, physicalId }) {
    const input = { InstanceProfileName: physicalId };
    const found = tools.invoke("iam", "GetInstanceProfile", input, ctx).InstanceProfile;
    return (
      found && { ...picked(found, "InstanceProfileName Path"), Roles: (found.Roles ?? []).map((role) => role.RoleName) }
    );
  },
  read({ tools, ctx, physicalId }) {
    const input = { InstanceProfileName: physicalId };
    return { Arn: tools.invoke("iam", "GetInstanceProfile", input, ctx).InstanceProfile?.Arn ?? "" };
  },
};
