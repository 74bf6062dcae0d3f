import { healthCheck } from "./health-check";
import { launchConfiguration } from "./launch-configuration";
import { movingTag } from "./moving-tag";
import { openSsh } from "./open-ssh";
import { subnetLists } from "./subnet-lists";
import type { LintRule } from "./types";

export const RULES: readonly LintRule[] = [launchConfiguration, movingTag, openSsh, subnetLists, healthCheck];
