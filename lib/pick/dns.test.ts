import { expect, it } from "vitest";
import { covered } from "./dns";
import { ecrRegistry } from "./ecr-registry";

it.each([
  ["api.example.com", "api.example.com", true],
  ["api.example.com", "*.example.com", true],
  ["a.b.example.com", "*.example.com", false],
  ["example.com", "*.example.com", false],
  ["API.example.com.", "api.example.com", true],
])("%s under a certificate for %s: %s", (domain, name, expected) => {
  expect(covered(domain, name)).toBe(expected);
});

it("knows an ECR registry by its host name", () => {
  expect(ecrRegistry("123456789012.dkr.ecr.eu-west-1.amazonaws.com")).toEqual({
    accountId: "123456789012",
    region: "eu-west-1",
  });
  expect(ecrRegistry("123456789012.dkr.ecr.eu-west-1.amazonaws.com.evil.example")).toBeNull();
  expect(ecrRegistry("docker.io")).toBeNull();
});
