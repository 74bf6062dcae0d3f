import Link from "next/link";
import { Menu } from "@/components/ui/menu";
import type { Place } from "@/lib/place";

/** Which account and Region the launch goes to; links, so that the address holds it. */
export function PlacePicker({ places, place, template }: { places: readonly Place[]; place: Place; template: string }) {
  const words = `${place.account} · ${place.region}`;
  if (places.length < 2) return <span>in {words}</span>;
  return (
    <Menu label={`Account and Region: ${words}`} button={`in ${words} ▾`}>
      {places.map(({ account, region }) => (
        <Link
          key={`${account}/${region}`}
          href={`/launch?${new URLSearchParams({ template, account, region })}`}
          aria-current={account === place.account && region === place.region ? "true" : undefined}
        >
          {account} · {region}
        </Link>
      ))}
    </Menu>
  );
}
