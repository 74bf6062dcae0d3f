import type { Accounts } from "./accounts";
import type { WireRequest } from "./wire/request";
import { escapeXml } from "./wire/xml-write";
import type { Kernel } from "./world/kernel";

/**
 * As much of S3 as templates need: a bucket can be made and asked for, objects can be put and got, by path
 * (`/bucket/key`). Signed requests only, of the bucket's own account; an account's buckets are the same in every Region.
 */
type Buckets = Record<string, { readonly region: string; readonly objects: Record<string, string> }>;

const bucketsOf = (kernel: Kernel): Buckets => kernel.slice<Buckets>("s3", () => ({}));

interface Answered {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

const SCOPE = /Credential=(\d{12})\/\d{8}\/([a-z0-9-]+)\/s3\/aws4_request/;
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

export const isObjectRequest = ({ headers }: WireRequest): boolean => SCOPE.test(headers.authorization ?? "");

/** Answers HeadBucket, CreateBucket, PutObject and GetObject; anything else is 501, as AWS says it. */
export async function answerObjects(request: WireRequest, accounts: Accounts): Promise<Answered> {
  const [, account = "", region = ""] = SCOPE.exec(request.headers.authorization ?? "") ?? [];
  const home = accounts.get(account);
  const buckets = bucketsOf(home.centre.kernel);
  const path = new URL(request.url, "http://s3").pathname.slice(1);
  const [name = "", ...rest] = path.split("/");
  const key = decodeURIComponent(rest.join("/"));
  const owner = request.headers["x-amz-expected-bucket-owner"];
  if (owner !== undefined && owner !== account) return failure(403, "AccessDenied", "Access Denied");
  const bucket = Object.hasOwn(buckets, name) ? buckets[name] : undefined;
  if (key === "" && request.method === "PUT") {
    if (!BUCKET.test(name)) return failure(400, "InvalidBucketName", "The specified bucket is not valid.");
    if (bucket) {
      return failure(
        409,
        "BucketAlreadyOwnedByYou",
        "Your previous request to create the named bucket succeeded and you already own it.",
      );
    }
    buckets[name] = { region, objects: {} };
    await home.save();
    return found("", { location: `/${name}` });
  }
  if (!bucket) return failure(404, "NoSuchBucket", "The specified bucket does not exist");
  if (key === "" && request.method === "HEAD") return found("", { "x-amz-bucket-region": bucket.region });
  if (key !== "" && request.method === "PUT") {
    bucket.objects[key] = Buffer.from(request.body).toString("utf8");
    await home.save();
    return found("");
  }
  if (key !== "" && request.method === "GET") {
    const text = Object.hasOwn(bucket.objects, key) ? bucket.objects[key] : undefined;
    return text === undefined ? failure(404, "NoSuchKey", "The specified key does not exist.") : found(text);
  }
  return failure(501, "NotImplemented", "A header you provided implies functionality that is not implemented");
}

/**
 * The text an object's address names, as CloudFormation fetches it for TemplateURL: this sandbox's own by path, or AWS's
 * forms of the same bucket. Undefined for what is not there or is no address of S3's.
 */
export function objectAt(kernel: Kernel, address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { hostname, pathname } = new URL(address);
  const parts = decodeURIComponent(pathname).split("/").slice(1);
  const virtual = /^(.+)\.s3[.-][a-z0-9-]*\.?amazonaws\.com$/.exec(hostname)?.[1];
  const local = hostname === "127.0.0.1" || hostname === "localhost" || /^s3[.-]/.test(hostname);
  const name = virtual ?? (local ? parts.shift() : undefined);
  const buckets = bucketsOf(kernel);
  const bucket = name !== undefined && Object.hasOwn(buckets, name) ? buckets[name] : undefined;
  const key = parts.join("/");
  return bucket && Object.hasOwn(bucket.objects, key) ? bucket.objects[key] : undefined;
}

const found = (body: string, headers: Record<string, string> = {}): Answered => ({ status: 200, headers, body });

const failure = (status: number, code: string, message: string): Answered => ({
  status,
  headers: { "content-type": "application/xml" },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error>`,
});
