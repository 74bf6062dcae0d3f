"use client";

import { useState } from "react";
import { AwsLink } from "@/components/ui/aws-link";
import { Button } from "@/components/ui/button";
import { useConsole } from "@/components/ui/console-context";
import { copyText } from "@/components/ui/copy-text";
import { Menu } from "@/components/ui/menu";
import { toast } from "@/components/ui/toast";
import { roleAtLeast } from "@/lib/auth/types";
import type { StackDialog } from "./dialog-props";
import { DIALOGS } from "./dialogs";
import { isWithoutService } from "./facts";
import { hasEnded } from "./operation-words";
import { useService } from "./service-context";

/** The buttons that change a stack. Viewers do not get them; the server refuses them anyway. */
export function StackActions() {
  const { stackRef, parts } = useService();
  const { role } = useConsole();
  const [open, setOpen] = useState<StackDialog | null>(null);
  const operator = roleAtLeast(role, "operator");
  const gone = parts.stack.data === null || parts.stack.data.status === "DELETE_COMPLETE";
  const rollback = parts.rollback.data;
  const operation = parts.operation.data;
  const running = operation && !hasEnded(operation) ? operation : undefined;
  const Opened = open ? DIALOGS[open] : undefined;
  return (
    <>
      <Menu label="More about this stack" button="⋯">
        <button
          type="button"
          onClick={async () => {
            const copied = await copyText(window.location.href);
            toast(
              copied ? { tone: "ok", words: "Link copied" } : { tone: "bad", words: "The link could not be copied" },
            );
          }}
        >
          Copy a link to this page
        </button>
        {parts.stack.data && (
          <AwsLink type="AWS::CloudFormation::Stack" physicalId={parts.stack.data.stackId} region={stackRef.region}>
            Open in the AWS console
          </AwsLink>
        )}
        {DIALOGS.delete && roleAtLeast(role, "admin") && !gone && (
          <button type="button" onClick={() => setOpen("delete")}>
            Delete this stack…
          </button>
        )}
      </Menu>
      {operator && !gone && DIALOGS.rollback && rollback && (
        <Button
          title={rollback.allowed ? "Shows both sides before anything happens" : rollback.why}
          onClick={() => setOpen("rollback")}
        >
          {rollback.label}
        </Button>
      )}
      {operator && !gone && !isWithoutService(parts) && DIALOGS.deploy && (
        <Button
          tone="primary"
          disabled={running !== undefined}
          title={running && `One operation at a time: “${running.title}” is under way`}
          onClick={() => setOpen("deploy")}
        >
          Deploy version
        </Button>
      )}
      {Opened && <Opened stackRef={stackRef} parts={parts} onClose={() => setOpen(null)} />}
    </>
  );
}
