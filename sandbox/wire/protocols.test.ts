import { expect, it } from "vitest";
import { SERVICES, serviceNames } from "./protocols";

interface Settings {
  readonly config: {
    readonly defaultSigningName: string;
    readonly protocolSettings: Readonly<Record<string, unknown>>;
    readonly protocol: { getShapeId(): string };
  };
}

const SHAPES = {
  query: "aws.protocols#awsQuery",
  ec2: "aws.protocols#ec2Query",
  json: /^aws\.protocols#awsJson1_[01]$/,
  "rest-xml": "aws.protocols#restXml",
};

it.each(serviceNames())("%s speaks what its client package speaks", async (service) => {
  const wire = SERVICES[service];
  const module = await wire.load();
  const name = Object.keys(module).find((key) => /^[A-Z]\w*Client$/.test(key)) ?? "";
  const client = new (module[name] as new (options: unknown) => Settings)({ region: "us-east-1" });
  const { defaultSigningName, protocolSettings, protocol } = client.config;
  expect(defaultSigningName).toBe(service);
  expect(protocolSettings).toMatchObject({
    version: wire.version,
    serviceTarget: wire.target,
    defaultNamespace: wire.shapeNamespace,
    ...(wire.xmlNamespace && { xmlNamespace: wire.xmlNamespace }),
  });
  expect(protocolSettings.awsQueryCompatible ?? false).toBe(wire.queryCompatible ?? false);
  expect(protocol.getShapeId()).toMatch(SHAPES[wire.protocol]);
});
