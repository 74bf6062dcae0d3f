import type { CapacityProviderStrategyItem } from "@aws-sdk/client-ecs";

/**
 * The capacity provider the next task goes to: first until each has its base, then by weight.
 * `tasks` counts those a provider has already. Source: ECS CapacityProviderStrategyItem.
 */
export function nextProvider(
  strategy: readonly CapacityProviderStrategyItem[],
  tasks: (provider: string) => number,
): string | undefined {
  const owed = strategy.find(({ base = 0, capacityProvider = "" }) => tasks(capacityProvider) < base);
  if (owed) return owed.capacityProvider;
  let best: { provider: string | undefined; share: number } | undefined;
  for (const { capacityProvider = "", base = 0, weight = 0 } of strategy) {
    if (weight <= 0) continue;
    const share = (tasks(capacityProvider) - base + 1) / weight;
    if (best === undefined || share < best.share) best = { provider: capacityProvider, share };
  }
  return best?.provider;
}

/** The provider that has most beyond its part, for tasks to be taken from. */
export function fullestProvider(
  strategy: readonly CapacityProviderStrategyItem[],
  tasks: (provider: string) => number,
): string | undefined {
  let best: { provider: string; excess: number } | undefined;
  for (const { capacityProvider = "", base = 0, weight = 0 } of strategy) {
    const beyond = tasks(capacityProvider) - base;
    if (beyond <= 0) continue;
    const excess = weight > 0 ? beyond / weight : Number.POSITIVE_INFINITY;
    if (best === undefined || excess > best.excess) best = { provider: capacityProvider, excess };
  }
  return best?.provider;
}

export const isFargate = (provider: string): boolean => provider === "FARGATE" || provider === "FARGATE_SPOT";
