import { StackSettings } from "@/components/stacks/stack-settings";
import { requireSession } from "@/lib/auth/session";

export default async function StackSettingsPage() {
  await requireSession();
  return <StackSettings />;
}
