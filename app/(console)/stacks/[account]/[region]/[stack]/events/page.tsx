import { Events } from "@/components/stacks/events";
import { requireSession } from "@/lib/auth/session";

interface Props {
  searchParams: Promise<{ q?: string | string[]; off?: string | string[] }>;
}

/** Each step of each resource is much; it is there for who asks. */
const USUALLY_OFF = ["resource"];

export default async function EventsPage({ searchParams }: Props) {
  await requireSession();
  const { q, off } = await searchParams;
  return <Events text={typeof q === "string" ? q : ""} off={typeof off === "string" ? off.split(",") : USUALLY_OFF} />;
}
