import type { ReactNode } from "react";
import style from "./toggle.module.css";

interface ToggleProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
  children: ReactNode;
}

/** A small checkbox with its word, for a bar of filters. */
export function Toggle({ checked, onChange, children }: ToggleProps) {
  return (
    <label className={style.toggle}>
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      {children}
    </label>
  );
}
