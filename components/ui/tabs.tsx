"use client";

import Link, { useLinkStatus } from "next/link";
import { usePathname } from "next/navigation";
import style from "./tabs.module.css";

export interface Tab {
  readonly href: string;
  readonly label: string;
}

/** Tabs that are pages of their own, each with its address. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  const path = usePathname();
  return (
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
  );
}

/** A dot while the page behind the link around it is being read. */
export function Pending() {
  const { pending } = useLinkStatus();
  return pending ? <span className={style.pending} aria-hidden="true" /> : null;
}
