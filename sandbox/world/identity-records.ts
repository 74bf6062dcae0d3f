import type { Tags } from "./shelf";

export interface PolicyVersion {
  readonly id: string;
  readonly document: string;
  readonly createdAt: number;
}

export interface ManagedPolicy {
  readonly arn: string;
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly description?: string | undefined;
  readonly createdAt: number;
  updatedAt: number;
  versions: PolicyVersion[];
  defaultVersion: string;
  nextVersion: number;
  tags: Tags;
}

export interface Role {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly path: string;
  readonly createdAt: number;
  trust: string;
  description?: string | undefined;
  maxSession: number;
  boundary?: string | undefined;
  /** Inline policies: name → document. */
  inline: Record<string, string>;
  /** ARNs of attached managed policies. */
  attached: string[];
  tags: Tags;
}

export interface InstanceProfile {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly path: string;
  readonly createdAt: number;
  roles: string[];
  tags: Tags;
}
