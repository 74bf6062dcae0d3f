import "server-only";
import { GetServiceQuotaCommand, ServiceQuotasClient } from "@aws-sdk/client-service-quotas";
import { isSlipwayError } from "@/lib/errors";
import type { AwsContext } from "./client";

/** What this account may have of something in this Region; null for a quota that it never applied for a raise of. */
export async function serviceQuota(ctx: AwsContext, ServiceCode: string, QuotaCode: string): Promise<number | null> {
  try {
    const answer = await ctx.call("service-quotas:GetServiceQuota", () =>
      ctx.client(ServiceQuotasClient).send(new GetServiceQuotaCommand({ ServiceCode, QuotaCode })),
    );
    return answer.Quota?.Value ?? null;
  } catch (error) {
    if (isSlipwayError(error) && error.details.awsCode === "NoSuchResourceException") return null;
    throw error;
  }
}
