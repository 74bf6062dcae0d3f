import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";
import style from "./button.module.css";

export type ButtonTone = "plain" | "primary" | "danger" | "quiet" | "link";

const classes = (tone: ButtonTone, small: boolean | undefined) =>
  [style.button, tone === "plain" ? "" : style[tone], small ? style.small : ""].filter(Boolean).join(" ");

export interface ButtonProps extends Omit<ComponentProps<"button">, "className"> {
  /** "danger" belongs only into the dialog that explains the consequences. */
  tone?: ButtonTone;
  small?: boolean;
  /** Under way: disabled, with a turning sign; keep the words saying what it does. */
  busy?: boolean;
  children: ReactNode;
}

export function Button({ tone = "plain", small, busy, disabled, type = "button", children, ...rest }: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      className={classes(tone, small)}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
    >
      {busy && <span className={style.spinner} aria-hidden="true" />}
      {children}
    </button>
  );
}

export interface ButtonLinkProps extends Omit<ComponentProps<typeof Link>, "className"> {
  tone?: ButtonTone;
  small?: boolean;
}

/** A link that looks like a button: it goes somewhere and changes nothing. */
export function ButtonLink({ tone = "plain", small, ...rest }: ButtonLinkProps) {
  return <Link {...rest} className={classes(tone, small)} />;
}
