"use client";

import { Button } from "@/components/ui/button";
import { useConsole } from "@/components/ui/console-context";
import { toast } from "@/components/ui/toast";
import { roleAtLeast } from "@/lib/auth/types";
import { useService } from "./service-context";
import { useStackVerbs } from "./stack-verbs";
import { useVerb } from "./use-verb";

/** Switches termination protection; admins only, and the audit keeps who. Drawn from the stack as AWS last told it. */
export function ProtectionSwitch() {
  const { stackRef, parts } = useService();
  const { role } = useConsole();
  const { setProtection } = useStackVerbs();
  const verb = useVerb();
  const stack = parts.stack.data;
  if (!stack || stack.status === "DELETE_COMPLETE" || !roleAtLeast(role, "admin")) return null;
  const on = !stack.terminationProtection;
  const press = async () => {
    const done = await verb.run(() => setProtection({ ...stackRef, stackId: stack.stackId, on }));
    if (done) toast({ tone: "ok", words: `Termination protection is ${done.on ? "on" : "off"}` });
  };
  return (
    <>
      <Button busy={verb.busy} onClick={press}>
        {on ? "Protect against deletion" : "Switch protection off"}
      </Button>
      {verb.words && (
        <span role="alert">
          {verb.words.title} {verb.words.message}
        </span>
      )}
    </>
  );
}
