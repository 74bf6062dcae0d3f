import "server-only";
import { createHash } from "node:crypto";
import { CreateBucketCommand, HeadBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { isSlipwayError } from "@/lib/errors";
import { MAX_BODY_BYTES } from "@/lib/templates/template-text";
import type { AwsContext } from "./client";
import { callerIdentity } from "./sts";

export type TemplateSource = { readonly TemplateBody: string } | { readonly TemplateURL: string };

/**
 * A template as CloudFormation takes it: in the request up to 51,200 bytes, from S3 up to 1 MB [aws-facts 1.13]. A large
 * one is put into `slipway-templates-<account>-<Region>`, made on first use, under its SHA-256, so the same text is one
 * object. The bucket's name can be guessed, so every call names its owner: somebody else's is never used. Needs
 * s3:CreateBucket, s3:ListBucket, s3:PutObject, and s3:GetObject for CloudFormation.
 */
export async function templateSource(aws: AwsContext, body: string): Promise<TemplateSource> {
  if (Buffer.byteLength(body) <= MAX_BODY_BYTES) return { TemplateBody: body };
  const { accountId } = await callerIdentity(aws);
  const bucket = `slipway-templates-${accountId}-${aws.region}`;
  await ensureBucket(aws, bucket, accountId);
  const key = `${createHash("sha256").update(body).digest("hex")}.template`;
  const client = aws.client(S3Client, "write");
  await aws.call("s3:PutObject", () =>
    client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ExpectedBucketOwner: accountId })),
  );
  return { TemplateURL: await addressOf(client, aws.region, bucket, key) };
}

async function ensureBucket(aws: AwsContext, bucket: string, owner: string): Promise<void> {
  const there = await aws
    .call("s3:HeadBucket", () =>
      aws.client(S3Client).send(new HeadBucketCommand({ Bucket: bucket, ExpectedBucketOwner: owner })),
    )
    .then(
      () => true,
      (error: unknown) => {
        if (isSlipwayError(error) && /^(NotFound|NoSuchBucket)$/.test(error.details.awsCode ?? "")) return false;
        throw error;
      },
    );
  if (there) return;
  await aws
    .call("s3:CreateBucket", () =>
      aws.client(S3Client, "write").send(
        new CreateBucketCommand({
          Bucket: bucket,
          // us-east-1 is the one Region that must not be named.
          CreateBucketConfiguration:
            aws.region === "us-east-1" ? undefined : { LocationConstraint: aws.region as "eu-west-1" },
        }),
      ),
    )
    .catch((error: unknown) => {
      // Somebody else's launch made it in between.
      if (isSlipwayError(error) && error.details.awsCode === "BucketAlreadyOwnedByYou") return;
      throw error;
    });
}

async function addressOf(client: S3Client, region: string, bucket: string, key: string): Promise<string> {
  const own = await client.config.endpoint?.();
  if (own) return `${own.protocol}//${own.hostname}${own.port ? `:${own.port}` : ""}/${bucket}/${key}`;
  return `https://${bucket}.s3.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}/${key}`;
}
