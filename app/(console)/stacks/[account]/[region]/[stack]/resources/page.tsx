import { Resources } from "@/components/stacks/resources";
import { requireSession } from "@/lib/auth/session";

export default async function ResourcesPage() {
  await requireSession();
  return <Resources />;
}
