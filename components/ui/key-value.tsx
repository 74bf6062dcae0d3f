import { Fragment, type ReactNode } from "react";
import style from "./key-value.module.css";

/** Names and values under each other. */
export function KeyValue({ items }: { items: readonly { key: string; value: ReactNode }[] }) {
  return (
    <dl className={style.list}>
      {items.map((item) => (
        <Fragment key={item.key}>
          <dt>{item.key}</dt>
          <dd>{item.value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}

/** One short fact in a line of them: a grey name, then the value. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <span className={style.fact}>
      <em>{name}</em>
      {children}
    </span>
  );
}
