import { circuitBreaker } from "./circuit-breaker";
import { deploymentPercent } from "./deployment-percent";
import { fixedName } from "./fixed-name";
import { hardCodedAccount } from "./hard-coded-account";
import { hardCodedAmi } from "./hard-coded-ami";
import { healthCheck } from "./health-check";
import { healthGrace } from "./health-grace";
import { iamWildcard } from "./iam-wildcard";
import { imdsV1 } from "./imds-v1";
import { launchConfiguration } from "./launch-configuration";
import { logDriver } from "./log-driver";
import { logRetention } from "./log-retention";
import { movingTag } from "./moving-tag";
import { noEcho } from "./no-echo";
import { openSsh } from "./open-ssh";
import { ownRegion } from "./own-region";
import { plainSecret } from "./plain-secret";
import { plainType } from "./plain-type";
import { privileged } from "./privileged";
import { singleSubnet } from "./single-subnet";
import { subnetLists } from "./subnet-lists";
import { taskMemory } from "./task-memory";
import type { LintRule } from "./types";
import { unused } from "./unused";
import { waitsForListener } from "./waits-for-listener";
import { zonesBesideSubnets } from "./zones-beside-subnets";

/** A reference to nothing is no rule: CloudFormation refuses it, so `parseTemplate` does. */
export const RULES: readonly LintRule[] = [
  launchConfiguration,
  deploymentPercent,
  taskMemory,
  singleSubnet,
  waitsForListener,
  zonesBesideSubnets,
  subnetLists,
  movingTag,
  openSsh,
  healthCheck,
  circuitBreaker,
  hardCodedAmi,
  imdsV1,
  iamWildcard,
  noEcho,
  plainSecret,
  privileged,
  logDriver,
  unused,
  logRetention,
  healthGrace,
  hardCodedAccount,
  fixedName,
  ownRegion,
  plainType,
];
