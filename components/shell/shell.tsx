import Link from "next/link";
import type { ReactNode } from "react";
import { type ConsoleFacts, ConsoleProvider } from "@/components/ui/console-context";
import { ToastHost } from "@/components/ui/toast";
import type { BudgetParts, Snapshot } from "@/lib/live/types";
import { BudgetLine } from "./budget-line";
import { NavLinks } from "./nav-links";
import { PaletteKey } from "./palette-key";
import style from "./shell.module.css";
import type { Theme } from "./theme";
import { ThemeToggle } from "./theme-toggle";

interface ShellProps {
  facts: ConsoleFacts;
  theme: Theme;
  /** Named accounts with their Regions, as the foot lists them. */
  places: readonly { account: string; regions: readonly string[] }[];
  budget: Snapshot<BudgetParts>;
  /** Opens the sandbox's panel, while the sandbox is the AWS. */
  sandbox?: ReactNode;
  /** The form that ends the session. */
  signOut: ReactNode;
  children: ReactNode;
}

/** What stands around every page behind sign-in. */
export function Shell({ facts, theme, places, budget, sandbox, signOut, children }: ShellProps) {
  return (
    <ConsoleProvider facts={facts}>
      <a href="#main" className={style.skip}>
        Skip to the page
      </a>
      <div className={style.shell}>
        <nav className={style.nav} aria-label="Slipway">
          <Link href="/" prefetch={false} className={style.brand}>
            <i aria-hidden="true">◢</i> Slipway
          </Link>
          <NavLinks />
        </nav>
        <main id="main" className={style.main} tabIndex={-1}>
          {children}
        </main>
        <footer className={style.foot}>
          <div className={style.footInner}>
            {sandbox}
            {places.map(({ account, regions }) => (
              <div key={account} className="break">
                {account} · {regions.join(", ")}
              </div>
            ))}
            <BudgetLine snapshot={budget} />
            <div>
              {facts.userName} ({facts.role})
            </div>
            {signOut}
            <div>
              <ThemeToggle theme={theme} />
            </div>
            <PaletteKey />
          </div>
        </footer>
      </div>
      <ToastHost />
    </ConsoleProvider>
  );
}
