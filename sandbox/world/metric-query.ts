import type { MathNode } from "./math-parser";
import type { MetricRef } from "./metric-series";

/** What one query of GetMetricData asks for. */
export interface MetricStat extends MetricRef {
  readonly kind: "metric";
  readonly id: string;
  readonly label?: string | undefined;
  readonly periodSeconds: number;
  readonly stat: string;
  readonly unit?: string | undefined;
  readonly returnData: boolean;
}

export interface MetricExpression {
  readonly kind: "expression";
  readonly id: string;
  readonly label?: string | undefined;
  readonly expression: MathNode;
  /** The expression as it was written. */
  readonly text: string;
  /** Times that FILL fills, when no metric says: seconds. */
  readonly periodSeconds: number;
  readonly returnData: boolean;
}

export type MetricQuery = MetricStat | MetricExpression;
