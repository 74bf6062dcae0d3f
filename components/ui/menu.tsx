"use client";

import { type ReactNode, useEffect, useRef } from "react";
import style from "./menu.module.css";

/** A button that unfolds a few links or buttons (its children). Closes on a choice, Escape, or a click elsewhere. */
export function Menu({ label, button, children }: { label: string; button: ReactNode; children: ReactNode }) {
  const element = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = (event: Event) => {
      const menu = element.current;
      if (!menu?.open) return;
      if (event instanceof KeyboardEvent) {
        if (event.key !== "Escape") return;
        menu.querySelector("summary")?.focus();
      } else if (event.target instanceof Node && menu.contains(event.target)) {
        const chosen = event.target instanceof Element && event.target.closest("a, button");
        if (!chosen) return;
      }
      menu.open = false;
    };
    document.addEventListener("click", close);
    document.addEventListener("keydown", close);
    return () => {
      document.removeEventListener("click", close);
      document.removeEventListener("keydown", close);
    };
  }, []);
  return (
    <details ref={element} className={style.menu}>
      <summary className={style.button} aria-label={label}>
        {button}
      </summary>
      <div className={style.items}>{children}</div>
    </details>
  );
}
