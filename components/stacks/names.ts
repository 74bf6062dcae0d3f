/**
 * What people call a service: the stack's name without its stage ("orders-prod" in stage prod is "orders"). The ECS
 * service's own name often carries a suffix that CloudFormation made up, and says no more.
 */
export function serviceName(stack: string, stage: string): string {
  const ending = `-${stage}`;
  return stage && stack.endsWith(ending) && stack.length > ending.length ? stack.slice(0, -ending.length) : stack;
}
