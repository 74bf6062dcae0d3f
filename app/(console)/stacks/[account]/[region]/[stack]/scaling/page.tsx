import { Scaling } from "@/components/stacks/scaling";
import { requireSession } from "@/lib/auth/session";

export default async function ScalingPage() {
  await requireSession();
  return <Scaling />;
}
