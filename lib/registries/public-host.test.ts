import { expect, it } from "vitest";
import { apiHost, isPublicAddress } from "./public-host";

it.each([
  ["docker.io", "registry-1.docker.io"],
  ["Index.docker.io", "registry-1.docker.io"],
  ["ghcr.io", "ghcr.io"],
  ["public.ecr.aws", "public.ecr.aws"],
  ["xn--rger-0ra.xn--p1ai", "xn--rger-0ra.xn--p1ai"],
  ["169.254.169.254", undefined],
  ["2130706433", undefined],
  ["0x7f.1", undefined],
  ["0177.0.0.1", undefined],
  ["[::1]", undefined],
  ["::1", undefined],
  ["localhost", undefined],
  ["a.localhost", undefined],
  ["metadata.google.internal", undefined],
  ["ghcr.io:8443", undefined],
  ["ghcr.io/x", undefined],
  ["user@ghcr.io", undefined],
  ["file:", undefined],
  ["ghcr.io.", undefined],
  ["ⓖhcr.io", undefined],
  ["", undefined],
])("%s is asked at %s", (registry, host) => {
  expect(apiHost(registry)).toBe(host);
});

it.each([
  ["52.216.0.1", true],
  ["2600:1f18::1", true],
  ["127.0.0.1", false],
  ["10.1.2.3", false],
  ["172.31.0.1", false],
  ["192.168.1.1", false],
  ["169.254.169.254", false],
  ["100.100.100.200", false],
  ["0.0.0.0", false],
  ["255.255.255.255", false],
  ["::1", false],
  ["::ffff:127.0.0.1", false],
  ["::ffff:7f00:1", false],
  ["64:ff9b::7f00:1", false],
  ["2002:7f00:1::", false],
  ["fe80::1", false],
  ["fd00:ec2::254", false],
  ["registry", false],
])("%s is public: %s", (address, expected) => {
  expect(isPublicAddress(address)).toBe(expected);
});
