import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { SandboxSlot } from "@/components/shell/sandbox-slot";
import { Shell } from "@/components/shell/shell";
import shell from "@/components/shell/shell.module.css";
import { readTheme, THEME_COOKIE } from "@/components/shell/theme";
import { requireSession } from "@/lib/auth/session";
import { BUDGET_TOPIC } from "@/lib/live/topics";
import type { BudgetParts } from "@/lib/live/types";
import { runtime } from "@/lib/runtime";
import { commandTheSandbox } from "./actions/command-sandbox";
import { signOut } from "./actions/sign-out";

/** The shell around all pages behind sign-in. Each page checks the session again: Next may render it without this. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const session = await requireSession();
  const { config, hub } = runtime();
  const [jar, budget] = await Promise.all([cookies(), hub.read<BudgetParts>(BUDGET_TOPIC, { deadlineMs: 200 })]);
  return (
    <Shell
      facts={{ role: session.role, userName: session.name, aws: config.aws }}
      theme={readTheme(jar.get(THEME_COOKIE)?.value)}
      places={config.accounts.map(({ name, regions }) => ({ account: name, regions }))}
      budget={budget}
      sandbox={
        config.aws === "sandbox" && (
          <SandboxSlot
            places={config.accounts.flatMap(({ name, regions }) =>
              regions.map((region) => ({ account: name, region })),
            )}
            run={commandTheSandbox}
          />
        )
      }
      signOut={
        <form action={signOut}>
          <button type="submit" className={shell.text}>
            Sign out
          </button>
        </form>
      }
    >
      {children}
    </Shell>
  );
}
