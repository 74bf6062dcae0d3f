import { createHash } from "node:crypto";
import * as ECR from "@aws-sdk/client-ecr";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { failed, startTestSandbox, type TestSandbox } from "./testing/sandbox-server";

let sandbox: TestSandbox;
let wall = Date.UTC(2026, 10, 24, 9);
beforeAll(async () => {
  sandbox = await startTestSandbox({ wall: () => wall });
});
afterEach(() => expect(sandbox.bugs.splice(0)).toEqual([]));
afterAll(() => sandbox.close());

const get = (path: string, authorization?: string, method = "GET") =>
  fetch(path.startsWith("http") ? path : `${sandbox.endpoint}${path}`, {
    method,
    ...(authorization && { headers: { authorization } }),
  });

/** What every client does: ask, be told where tokens are, fetch one, ask again. */
async function pull(path: string, method = "GET") {
  const refused = await get(path);
  expect(refused.status).toBe(401);
  const challenge = refused.headers.get("www-authenticate") ?? "";
  const [realm = "", service = "", scope = ""] = [...challenge.matchAll(/="([^"]*)"/g)].map(([, value]) => value ?? "");
  expect(service).toBe("registry.docker.io");
  const { token } = (await (await get(`${realm}?service=${service}&scope=${scope}`)).json()) as { token: string };
  return get(path, `Bearer ${token}`, method);
}

interface Manifest {
  readonly config?: { readonly digest: string; readonly size: number };
  readonly layers?: readonly { readonly digest: string }[];
  readonly manifests?: readonly { readonly digest: string; readonly platform: { readonly architecture: string } }[];
}
const sha256 = (text: string) => `sha256:${createHash("sha256").update(text).digest("hex")}`;

describe("Docker Hub", () => {
  it("serves an index of architectures, and below it what an image EXPOSEs", async () => {
    const index = await pull("/v2/library/nginx/manifests/1.29");
    const text = await index.text();
    expect(index.headers.get("docker-content-digest")).toBe(sha256(text));
    expect(index.headers.get("content-type")).toBe("application/vnd.oci.image.index.v1+json");
    const { manifests = [] } = JSON.parse(text) as Manifest;
    expect(manifests.map(({ platform }) => platform.architecture)).toEqual(["amd64", "arm64"]);
    const child = (await (await pull(`/v2/library/nginx/manifests/${manifests[1]?.digest}`)).json()) as Manifest;
    const blob = await (await pull(`/v2/library/nginx/blobs/${child.config?.digest}`)).text();
    expect([sha256(blob), blob.length]).toEqual([child.config?.digest, child.config?.size]);
    expect(JSON.parse(blob)).toMatchObject({
      architecture: "arm64",
      config: { ExposedPorts: { "80/tcp": {} }, Cmd: ["nginx", "-g", "daemon off;"] },
    });
    const layer = await pull(`/v2/library/nginx/blobs/${child.layers?.[0]?.digest}`);
    expect([layer.status, await layer.text()]).toEqual([404, expect.stringContaining("no layers")]);
  });

  it("tells moving tags by their digest, and answers HEAD without a body", async () => {
    const digest = async (tag: string) => {
      const answer = await pull(`/v2/library/nginx/manifests/${tag}`, "HEAD");
      expect(await answer.text()).toBe("");
      return answer.headers.get("docker-content-digest");
    };
    expect(await digest("latest")).toBe(await digest("1.29.3"));
    expect(await digest("stable")).not.toBe(await digest("latest"));
  });

  it("has images of one architecture, and says their health check and environment", async () => {
    const manifest = (await (await pull("/v2/acme/payments/manifests/3.1.2-amd64")).json()) as Manifest;
    const config: unknown = await (await pull(`/v2/acme/payments/blobs/${manifest.config?.digest}`)).json();
    expect(config).toMatchObject({
      architecture: "amd64",
      config: { Healthcheck: { Retries: 3 }, Env: expect.arrayContaining(["PORT=3000"]) },
    });
  });

  it("lists tags page by page", async () => {
    const tags: string[] = [];
    let next: string | undefined = "/v2/acme/catalog/tags/list?n=2";
    while (next) {
      const answer = await pull(next);
      tags.push(...((await answer.json()) as { tags: string[] }).tags);
      next = /<([^>]+)>; rel="next"/.exec(answer.headers.get("link") ?? "")?.[1];
    }
    expect(tags).toEqual(["2.0.0", "2.1.0", "2.1.1", "2.2.0-arm64", "latest"]);
  });

  it.each([
    ["/v2/acme/orders/manifests/9.9.9", 404, "MANIFEST_UNKNOWN"],
    ["/v2/acme/nothing/manifests/1", 404, "NAME_UNKNOWN"],
    ["/v2/acme/nothing/tags/list", 404, "NAME_UNKNOWN"],
    [`/v2/acme/orders/blobs/sha256:${"0".repeat(64)}`, 404, "BLOB_UNKNOWN"],
  ])("%s is %i %s", async (path, status, code) => {
    const answer = await pull(path);
    const { errors } = (await answer.json()) as { errors: { code: string }[] };
    expect([answer.status, errors[0]?.code]).toEqual([status, code]);
  });

  it("gives tokens for one repository and five minutes", async () => {
    const { token } = (await (await get("/token?scope=repository:acme/orders:pull")).json()) as { token: string };
    const ask = (name: string) => get(`/v2/acme/${name}/manifests/latest`, `Bearer ${token}`);
    expect([(await ask("orders")).status, (await ask("catalog")).status]).toEqual([200, 401]);
    wall += 300_000;
    expect((await ask("orders")).status).toBe(401);
  });
});

describe("ECR", () => {
  const ecr = (account: string) => new ECR.ECRClient(sandbox.client(account));
  async function password(account: string) {
    const { authorizationData } = await ecr(account).send(new ECR.GetAuthorizationTokenCommand({}));
    return `Basic ${authorizationData?.[0]?.authorizationToken}`;
  }

  it("opens to GetAuthorizationToken's password, with the manifests BatchGetImage gives", async () => {
    const account = sandbox.newAccount();
    const repositoryName = "acme/orders";
    const { images } = await ecr(account).send(
      new ECR.BatchGetImageCommand({ repositoryName, imageIds: [{ imageTag: "latest" }] }),
    );
    const manifest = await get("/v2/acme/orders/manifests/latest", await password(account));
    expect(await manifest.text()).toBe(images?.[0]?.imageManifest);
    expect((await get("/v2/", await password(account))).status).toBe(200);
    expect((await get("/v2/acme/orders/manifests/latest", "Basic QVdTOndyb25n")).status).toBe(401);
  });

  it("hands out configurations by GetDownloadUrlForLayer", async () => {
    const account = sandbox.newAccount();
    const repositoryName = "acme/payments";
    const { images } = await ecr(account).send(
      new ECR.BatchGetImageCommand({ repositoryName, imageIds: [{ imageTag: "3.1.2-amd64" }] }),
    );
    const { config } = JSON.parse(images?.[0]?.imageManifest ?? "{}") as Manifest;
    const layerDigest = config?.digest ?? "";
    const { downloadUrl = "" } = await ecr(account).send(
      new ECR.GetDownloadUrlForLayerCommand({ repositoryName, layerDigest }),
    );
    expect(sha256(await (await get(downloadUrl)).text())).toBe(layerDigest);
    const unknown = ecr(account).send(
      new ECR.GetDownloadUrlForLayerCommand({ repositoryName, layerDigest: sha256("x") }),
    );
    expect((await failed(unknown))?.name).toBe("LayersNotFoundException");
  });

  it("keeps an image whose tag moved until its lifecycle policy expires it", async () => {
    const account = sandbox.newAccount();
    const repositoryName = "acme/orders";
    const untagged = async () => {
      const filter = { tagStatus: "UNTAGGED" as const };
      const { imageIds } = await ecr(account).send(new ECR.ListImagesCommand({ repositoryName, filter }));
      return imageIds?.map(({ imageDigest }) => imageDigest ?? "") ?? [];
    };
    const { lifecyclePolicyText } = await ecr(account).send(new ECR.GetLifecyclePolicyCommand({ repositoryName }));
    expect(lifecyclePolicyText).toContain('"countNumber":14');
    const [digest, ...more] = await untagged();
    expect(more).toEqual([]);
    const ask = async () => (await get(`/v2/acme/orders/manifests/${digest}`, await password(account))).status;
    expect(await ask()).toBe(200);
    await sandbox.control("POST", "advance", { account, minutes: 3 * 24 * 60 });
    expect(await untagged()).toEqual([]);
    expect(await ask()).toBe(404);
  });

  it("previews what a policy would expire, applies it, and lets it go", async () => {
    const account = sandbox.newAccount();
    const repositoryName = "acme/catalog";
    const none = await failed(ecr(account).send(new ECR.GetLifecyclePolicyCommand({ repositoryName })));
    expect(none).toMatchObject({
      name: "LifecyclePolicyNotFoundException",
      message: `Lifecycle policy does not exist for the repository with name 'acme/catalog' in the registry with id '${account}'`,
    });
    const rule = (rulePriority: number, selection: object) => ({ rulePriority, selection, action: { type: "expire" } });
    const lifecyclePolicyText = JSON.stringify({
      rules: [
        // Spoken of first and kept, so the second rule leaves it alone.
        rule(1, { tagStatus: "tagged", tagPrefixList: ["2.0"], countType: "imageCountMoreThan", countNumber: 5 }),
        rule(2, { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 2 }),
      ],
    });
    await ecr(account).send(new ECR.StartLifecyclePolicyPreviewCommand({ repositoryName, lifecyclePolicyText }));
    const preview = await ecr(account).send(new ECR.GetLifecyclePolicyPreviewCommand({ repositoryName }));
    expect(preview.previewResults?.map((one) => [one.imageTags, one.appliedRulePriority])).toEqual([[["2.1.0"], 2]]);
    await ecr(account).send(new ECR.PutLifecyclePolicyCommand({ repositoryName, lifecyclePolicyText }));
    const tags = async () =>
      (await ecr(account).send(new ECR.ListImagesCommand({ repositoryName }))).imageIds?.map(
        ({ imageTag }) => imageTag,
      );
    expect(await tags()).toEqual(["2.2.0-arm64", "2.1.1", "latest", "2.0.0"]);
    await ecr(account).send(new ECR.DeleteLifecyclePolicyCommand({ repositoryName }));
    expect(await tags()).toContain("2.1.0");
    const bad = ecr(account).send(new ECR.PutLifecyclePolicyCommand({ repositoryName, lifecyclePolicyText: "{}" }));
    expect((await failed(bad))?.name).toBe("InvalidParameterException");
  });

  it("makes and deletes repositories, page by page", async () => {
    const account = sandbox.newAccount();
    for (const repositoryName of ["team/a", "team/b"])
      await ecr(account).send(new ECR.CreateRepositoryCommand({ repositoryName }));
    const again = await failed(ecr(account).send(new ECR.CreateRepositoryCommand({ repositoryName: "team/a" })));
    expect(again?.name).toBe("RepositoryAlreadyExistsException");
    const pages = [];
    for await (const page of ECR.paginateDescribeRepositories({ client: ecr(account) }, { maxResults: 3 }))
      pages.push(page.repositories?.map((one) => one.repositoryName));
    expect(pages).toEqual([
      ["acme/catalog", "acme/orders", "acme/payments"],
      ["team/a", "team/b"],
    ]);
    const remove = (repositoryName: string, force = false) =>
      failed(ecr(account).send(new ECR.DeleteRepositoryCommand({ repositoryName, force })));
    expect((await remove("acme/orders"))?.name).toBe("RepositoryNotEmptyException");
    expect([await remove("acme/orders", true), await remove("team/a")]).toEqual([undefined, undefined]);
    expect((await remove("team/a"))?.name).toBe("RepositoryNotFoundException");
  });
});
