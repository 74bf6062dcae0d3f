import { Tasks } from "@/components/stacks/tasks";
import { requireSession } from "@/lib/auth/session";

export default async function TasksPage() {
  await requireSession();
  return <Tasks />;
}
