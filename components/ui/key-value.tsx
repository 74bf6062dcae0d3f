import { Fragment, type ReactNode } from "react";
import style from "./key-value.module.css";

interface KeyValueProps {
  items: readonly { key: string; value: ReactNode }[];
  /** Many short ones: in two columns where the window is wide. */
  two?: boolean;
}

/** Names and values under each other. */
export function KeyValue({ items, two }: KeyValueProps) {
  return (
    <dl className={`${style.list} ${two ? style.two : ""}`}>
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
