"use client";

import Link, { useLinkStatus } from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import style from "./tabs.module.css";

export interface Tab {
  readonly href: string;
  readonly label: string;
}

interface TabsProps {
  label: string;
  tabs: readonly Tab[];
  /** What stands at the end of the line: how old what is shown is. */
  aside?: ReactNode;
}

/** Tabs that are pages of their own, each with its address. */
export function Tabs({ label, tabs, aside }: TabsProps) {
  const path = usePathname();
  return (
    <div className={style.line}>
      <nav aria-label={label} className={style.tabs}>
        {tabs.map((tab) => (
          <Link
            key={tab.href}
            href={tab.href}
            prefetch={false}
            className={style.tab}
            aria-current={path === tab.href ? "page" : undefined}
          >
            {tab.label}
            <Pending />
          </Link>
        ))}
      </nav>
      {aside && <span className="sub">{aside}</span>}
    </div>
  );
}

/** A dot while the page behind the link around it is being read. */
export function Pending() {
  const { pending } = useLinkStatus();
  return pending ? <span className={style.pending} aria-hidden="true" /> : null;
}
