import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { readTheme, THEME_COOKIE } from "@/components/shell/theme";
import { ZoneProvider } from "@/components/ui/clock";
import { readZone, ZONE_COOKIE } from "@/components/ui/zone";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Slipway", template: "%s · Slipway" },
  description: "A console for autoscaling container services on AWS ECS",
  icons: "/icon.svg",
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  colorScheme: "light dark",
};

/** Theme and time zone come from the reader's cookies, so that the first paint is already right. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const jar = await cookies();
  return (
    <html lang="en" data-theme={readTheme(jar.get(THEME_COOKIE)?.value)}>
      <body>
        <ZoneProvider zone={readZone(jar.get(ZONE_COOKIE)?.value)}>{children}</ZoneProvider>
      </body>
    </html>
  );
}
