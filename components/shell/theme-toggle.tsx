"use client";

import { useState } from "react";
import { writeCookie } from "@/components/ui/clock";
import style from "./shell.module.css";
import { THEME_COOKIE, type Theme } from "./theme";

const NEXT: Record<Theme, Theme> = { system: "light", light: "dark", dark: "system" };
const WORDS: Record<Theme, string> = { system: "as the system", light: "light", dark: "dark" };

/** Light, dark, or as the system has it; kept in a cookie, so that the server already draws the right one. */
export function ThemeToggle({ theme: first }: { theme: Theme }) {
  const [theme, setTheme] = useState(first);
  return (
    <button
      type="button"
      className={style.text}
      onClick={() => {
        const next = NEXT[theme];
        setTheme(next);
        writeCookie(THEME_COOKIE, next);
        document.documentElement.dataset.theme = next;
      }}
    >
      Theme: {WORDS[theme]}
    </button>
  );
}
