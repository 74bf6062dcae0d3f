const ECR = /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com|amazonaws\.com\.cn|on\.aws)$/;

/** Account and Region of a private ECR registry's host name, or null for any other registry. */
export function ecrRegistry(host: string): { accountId: string; region: string } | null {
  const [, accountId, region] = ECR.exec(host) ?? [];
  return accountId && region ? { accountId, region } : null;
}
