import Link from "next/link";
import style from "./segments.module.css";
import { Pending } from "./tabs";

/** A choice of one among few, each with its address, so that the URL holds it. */
export function Segments({
  label,
  items,
}: {
  label: string;
  items: readonly { key: string; label: string; href: string; current: boolean; title?: string }[];
}) {
  return (
    <nav aria-label={label} className={style.segments}>
      {items.map((item) => (
        <Link
          key={item.key}
          href={item.href}
          prefetch={false}
          replace
          scroll={false}
          title={item.title}
          aria-current={item.current ? "true" : undefined}
        >
          {item.label}
          <Pending />
        </Link>
      ))}
    </nav>
  );
}
