import { Deployments } from "@/components/stacks/deployments";
import { requireSession } from "@/lib/auth/session";

export default async function DeploymentsPage() {
  await requireSession();
  return <Deployments />;
}
