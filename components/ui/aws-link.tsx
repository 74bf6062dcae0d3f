"use client";

import { awsConsoleUrl } from "./aws-console";
import { useConsole } from "./console-context";

/** The same object in the AWS console. Not drawn where there is none: another endpoint, or a type without a page. */
export function AwsLink({
  type,
  physicalId,
  region,
  children = "AWS",
}: {
  type: string;
  physicalId: string;
  region: string;
  children?: string;
}) {
  const { aws } = useConsole();
  const url = awsConsoleUrl(type, physicalId, region);
  if (aws !== "real" || !url) return null;
  return (
    <a href={url} target="_blank" rel="noreferrer" title="Open in the AWS console" className="nowrap">
      {children} ↗
    </a>
  );
}
