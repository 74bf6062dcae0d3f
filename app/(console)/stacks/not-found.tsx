import { ButtonLink } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { Empty } from "@/components/ui/states";

export default function StackNotFound() {
  return (
    <>
      <PageHeader title="This stack is not there" crumbs={[{ label: "Fleet", href: "/" }]} />
      <Empty
        title="AWS knows no stack of this name in this account and Region."
        actions={
          <ButtonLink href="/" prefetch={false}>
            Back to the fleet
          </ButtonLink>
        }
      >
        It may have been deleted, or the address names another account or Region than it is in.
      </Empty>
    </>
  );
}
