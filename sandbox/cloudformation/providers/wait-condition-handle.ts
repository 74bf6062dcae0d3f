import type { Provider } from "./provider";

/** AWS::CloudFormation::WaitConditionHandle: only a presigned address, nothing stands behind it. */
export const waitConditionHandle: Provider = {
  settle: 300,
  create({ tools, ctx, stack, logicalId }) {
    const key = encodeURIComponent(`${stack.id}/${logicalId}`);
    return `https://cloudformation-waitcondition-${ctx.region}.s3.amazonaws.com/${key}?Signature=${tools.kernel.hex(40)}`;
  },
  read: ({ physicalId }) => ({ Id: physicalId }),
};
