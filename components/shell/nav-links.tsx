"use client";

import Link from "next/link";
import { usePathname, useRouter } from "next/navigation";
import { useEffect } from "react";
import { Pending } from "@/components/ui/tabs";
import { isTyping } from "./keys";
import style from "./shell.module.css";

export const PAGES = [
  { href: "/", label: "Fleet" },
  { href: "/launch", label: "Launch" },
  { href: "/templates", label: "Templates" },
  { href: "/audit", label: "Audit" },
  { href: "/settings", label: "Settings" },
] as const;

/** A stack's pages belong to the fleet. */
function within(path: string, href: string): boolean {
  if (href === "/") return path === "/" || path.startsWith("/stacks/");
  return path === href || path.startsWith(`${href}/`);
}

/** The five pages, each with ⌘1…⌘5 (Ctrl elsewhere). */
export function NavLinks() {
  const path = usePathname();
  const router = useRouter();
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!(event.metaKey || event.ctrlKey) || event.altKey || event.shiftKey || isTyping(event)) return;
      const page = PAGES[Number(event.key) - 1];
      if (!page) return;
      event.preventDefault();
      router.push(page.href);
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [router]);
  return (
    <div className={style.links}>
      {PAGES.map(({ href, label }, index) => (
        <Link
          key={href}
          href={href}
          prefetch={false}
          className={style.link}
          aria-current={path === href ? "page" : within(path, href) ? "true" : undefined}
          aria-keyshortcuts={`Meta+${index + 1} Control+${index + 1}`}
        >
          <span>
            {label}
            <Pending />
          </span>
          <span className={style.key} aria-hidden="true">
            ⌘{index + 1}
          </span>
        </Link>
      ))}
    </div>
  );
}
