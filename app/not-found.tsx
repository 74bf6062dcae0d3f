import { ButtonLink } from "@/components/ui/button";
import { Empty } from "@/components/ui/states";

export default function NotFound() {
  return (
    <main style={{ padding: "48px 24px" }}>
      <h1>This page is not there</h1>
      <Empty
        title="The address leads nowhere in Slipway."
        actions={
          <ButtonLink href="/" prefetch={false}>
            Go to the fleet
          </ButtonLink>
        }
      />
    </main>
  );
}
