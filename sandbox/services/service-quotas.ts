import { AwsError, type Handlers } from "../wire/handler";
import { type Quota, type Quotas, SERVICES_WITH_QUOTAS } from "../world/quotas";
import type { Place } from "../world/seams";
import { page } from "./paging";

/** Service Quotas' reads. Launches are held to the on-demand vCPUs; the others are told, not enforced. */
export function createServiceQuotasHandlers({ quotas }: { quotas: Quotas }) {
  const known = (ServiceCode = ""): string => {
    if (!Object.hasOwn(SERVICES_WITH_QUOTAS, ServiceCode))
      throw new AwsError("NoSuchResourceException", "The request failed because the specified service does not exist.");
    return ServiceCode;
  };

  return {
    ListServices: ({ NextToken, MaxResults }) => {
      const { items, nextToken } = page(Object.entries(SERVICES_WITH_QUOTAS), NextToken, MaxResults ?? 100);
      return {
        Services: items.map(([ServiceCode, ServiceName]) => ({ ServiceCode, ServiceName })),
        ...(nextToken === undefined ? {} : { NextToken: nextToken }),
      };
    },
    ListServiceQuotas: ({ ServiceCode, NextToken, MaxResults }, ctx) => {
      const { items, nextToken } = page(quotas.list(ctx, known(ServiceCode)), NextToken, MaxResults ?? 100);
      return {
        Quotas: items.map((quota) => view(ctx, quota, quota.value)),
        ...(nextToken === undefined ? {} : { NextToken: nextToken }),
      };
    },
    GetServiceQuota: ({ ServiceCode, QuotaCode = "" }, ctx) => {
      const quota = quotas.find(ctx, known(ServiceCode), QuotaCode);
      return { Quota: view(ctx, quota, quota.value) };
    },
    ListAWSDefaultServiceQuotas: ({ ServiceCode, NextToken, MaxResults }, ctx) => {
      const { items, nextToken } = page(quotas.list(ctx, known(ServiceCode)), NextToken, MaxResults ?? 100);
      return {
        Quotas: items.map((quota) => view(ctx, quota, quota.standard)),
        ...(nextToken === undefined ? {} : { NextToken: nextToken }),
      };
    },
    GetAWSDefaultServiceQuota: ({ ServiceCode, QuotaCode = "" }, ctx) => {
      const quota = quotas.find(ctx, known(ServiceCode), QuotaCode);
      return { Quota: view(ctx, quota, quota.standard) };
    },
  } satisfies Handlers<"servicequotas">;
}

const view = ({ account, region }: Place, quota: Quota, value: number) => ({
  ServiceCode: quota.service,
  ServiceName: SERVICES_WITH_QUOTAS[quota.service],
  QuotaArn: `arn:aws:servicequotas:${region}:${account}:${quota.service}/${quota.code}`,
  QuotaCode: quota.code,
  QuotaName: quota.name,
  Value: value,
  Unit: "None",
  Adjustable: quota.adjustable,
  GlobalQuota: quota.service === "iam",
});
