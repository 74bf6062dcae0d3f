import { notFound } from "next/navigation";
import type { StackRef } from "@/lib/place";
import { stackNameProblem } from "@/lib/templates/values";

export interface StackParams {
  readonly account: string;
  readonly region: string;
  readonly stack: string;
}

/** The address's three segments, decoded. One that cannot be decoded, or that no stack can be called, is not there. */
export async function readStackParams(params: Promise<StackParams>): Promise<StackRef> {
  const { account, region, stack } = await params;
  const ref = decoded({ account, region, stack });
  if (!ref || stackNameProblem(ref.stack)) notFound();
  return ref;
}

function decoded({ account, region, stack }: StackParams): StackRef | undefined {
  try {
    return {
      account: decodeURIComponent(account),
      region: decodeURIComponent(region),
      stack: decodeURIComponent(stack),
    };
  } catch {
    return undefined;
  }
}
