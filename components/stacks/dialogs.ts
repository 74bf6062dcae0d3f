import dynamic from "next/dynamic";
import type { StackDialogs } from "./dialog-props";

/** The dialogs a stack's buttons open, each loaded on demand. A button whose dialog is not listed is not drawn. */
export const DIALOGS: StackDialogs = {
  deploy: dynamic(() => import("./deploy-dialog").then((m) => m.DeployDialog), { ssr: false }),
  rollback: dynamic(() => import("./rollback-dialog").then((m) => m.RollbackDialog), { ssr: false }),
  delete: dynamic(() => import("./delete-dialog").then((m) => m.DeleteDialog), { ssr: false }),
  abort: dynamic(() => import("./progress/abort-dialog").then((m) => m.AbortDialog), { ssr: false }),
};
