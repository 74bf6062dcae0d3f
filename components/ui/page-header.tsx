import Link from "next/link";
import type { ReactNode } from "react";
import style from "./page-header.module.css";

interface PageHeaderProps {
  title: ReactNode;
  /** The way here; the last one is this page and has no `href`. */
  crumbs?: readonly { label: string; href?: string }[];
  /** Said after the title in grey, e.g. the stage. */
  stage?: ReactNode;
  /** State chips beside the title. */
  chips?: ReactNode;
  /** Short facts under the title. */
  facts?: ReactNode;
  actions?: ReactNode;
}

export function PageHeader({ title, crumbs, stage, chips, facts, actions }: PageHeaderProps) {
  return (
    <header className={style.header}>
      <div className={style.words}>
        {crumbs && crumbs.length > 0 && (
          <nav aria-label="Where you are" className={style.crumb}>
            {crumbs.map((crumb, index) => (
              <span key={crumb.label}>
                {index > 0 && " / "}
                {crumb.href ? <Link href={crumb.href}>{crumb.label}</Link> : crumb.label}
              </span>
            ))}
          </nav>
        )}
        <div className={style.title}>
          <h1>
            {title}
            {stage && (
              <>
                {" "}
                <span className={style.stage}>{stage}</span>
              </>
            )}
          </h1>
          {chips}
        </div>
        {facts && <div className={style.facts}>{facts}</div>}
      </div>
      {actions && <div className={style.actions}>{actions}</div>}
    </header>
  );
}
