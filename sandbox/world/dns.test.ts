import { expect, it } from "vitest";
import { createDns, type RecordSet } from "./dns";
import { Kernel } from "./kernel";

const ACCOUNT = "111122223333";

function zone() {
  const dns = createDns(new Kernel(() => 0));
  const { id } = dns.zones(ACCOUNT).find(({ name }) => name === "acme.dev.") ?? { id: "" };
  const record = (name: string, type: string): RecordSet => ({ name, type, ttl: 60, values: ["x"] });
  const change = (action: "CREATE" | "UPSERT" | "DELETE", name: string, type: string) => () =>
    dns.change(ACCOUNT, id, [{ action, record: record(name, type) }]);
  return { dns, id, change, record };
}

it.each([
  [
    "A",
    "www.acme.dev.",
    "[RRSet of type A with DNS name www.acme.dev. is not permitted because a conflicting RRSet of type CNAME with the same DNS name already exists in zone acme.dev.]",
  ],
  [
    "CNAME",
    "shop.acme.dev.",
    "[RRSet of type CNAME with DNS name shop.acme.dev. is not permitted as it conflicts with other records with the same DNS name in zone acme.dev.]",
  ],
  ["CNAME", "acme.dev.", "[RRSet of type CNAME with DNS name acme.dev. is not permitted at apex in zone acme.dev.]"],
  ["A", "acme.org.", "[RRSet with DNS name acme.org. is not permitted in zone acme.dev.]"],
])("a record of type %s at %s is refused", (type, name, message) => {
  const { change } = zone();
  expect(change("CREATE", name, type)).toThrow(message);
  expect(change("UPSERT", name, type)).toThrow(message);
});

it("records of other types share a name, and a CNAME may change or make room in one batch", () => {
  const { dns, id, change, record } = zone();
  change("CREATE", "shop.acme.dev.", "AAAA")();
  change("UPSERT", "www.acme.dev.", "CNAME")();
  const www = dns.records(ACCOUNT, id).find(({ name }) => name === "www.acme.dev.");
  if (!www) throw new Error("www is gone");
  dns.change(ACCOUNT, id, [
    { action: "DELETE", record: www },
    { action: "CREATE", record: record("www.acme.dev.", "A") },
  ]);
  expect(
    dns
      .records(ACCOUNT, id)
      .filter(({ name }) => name === "www.acme.dev.")
      .map(({ type }) => type),
  ).toEqual(["A"]);
});
