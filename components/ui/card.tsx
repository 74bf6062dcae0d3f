import { type ReactNode, useId } from "react";
import style from "./card.module.css";

interface CardProps {
  title?: ReactNode;
  /** Small words beside the title. */
  sub?: ReactNode;
  /** What stands at the right of the title: filters, legend, age. */
  aside?: ReactNode;
  /** For tables that bring their own padding. */
  flush?: boolean;
  className?: string;
  children: ReactNode;
}

export function Card({ title, sub, aside, flush, className, children }: CardProps) {
  const id = useId();
  return (
    <section
      className={[style.card, flush ? style.flush : "", className ?? ""].filter(Boolean).join(" ")}
      aria-labelledby={title ? id : undefined}
    >
      {(title || aside) && (
        <div className={style.head}>
          <div className={style.title}>
            {title && <h2 id={id}>{title}</h2>}
            {sub && <span className="sub">{sub}</span>}
          </div>
          {aside && <div className="sub row wrap">{aside}</div>}
        </div>
      )}
      {children}
    </section>
  );
}
