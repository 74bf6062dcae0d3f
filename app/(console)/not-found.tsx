import { ButtonLink } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { Empty } from "@/components/ui/states";

export default function ConsoleNotFound() {
  return (
    <>
      <PageHeader title="This page is not there" />
      <Empty
        title="The address leads nowhere in Slipway."
        actions={
          <ButtonLink href="/" prefetch={false}>
            Go to the fleet
          </ButtonLink>
        }
      />
    </>
  );
}
