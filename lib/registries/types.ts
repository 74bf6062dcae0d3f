/** An image as a registry tells it. */
export interface ImageManifest {
  /** Of what the tag names: an index's where there are several processors. */
  readonly digest: string;
  /** As manifests name them, e.g. "amd64"; empty when nothing says. */
  readonly platforms: readonly string[];
  /** TCP ports of the configuration's EXPOSE; undefined where the configuration could not be read. */
  readonly ports?: readonly number[];
}

/** Which registries may be asked. Neither: no public one (an emulator's world is not the internet's). */
export interface Registries {
  /** The sandbox's origin: it stands for Docker Hub, and nothing leaves the machine. */
  readonly sandbox?: string;
  /** Public ones on the internet. */
  readonly internet?: boolean;
}

export const registriesOf = ({
  aws,
  sandboxUrl,
}: {
  readonly aws: string;
  readonly sandboxUrl?: string;
}): Registries => ({
  sandbox: sandboxUrl,
  internet: aws === "real",
});
