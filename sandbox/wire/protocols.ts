import type { ServiceName } from "./handler";

export type Protocol = "query" | "ec2" | "json" | "cbor" | "rest-xml";

/** What one service speaks, and how its client package is loaded (lazily: all packages together cost a second). */
export interface ServiceWire {
  /** The protocol of requests that name none themselves. */
  readonly protocol: Exclude<Protocol, "cbor">;
  readonly version: string;
  readonly xmlNamespace: string;
  /** The part of `X-Amz-Target` before the dot. */
  readonly target: string;
  /** Error `__type`s are qualified with this in JSON 1.0 and CBOR. */
  readonly shapeNamespace: string;
  /** Clients of JSON or CBOR may ask for the code the query protocol would have given (`x-amzn-query-mode`). */
  readonly queryCompatible?: boolean;
  load(): Promise<Record<string, unknown>>;
}

/** The services of the sandbox by SigV4 signing name. Checked against the client packages' own settings by a test. */
export const SERVICES: { readonly [S in ServiceName]: ServiceWire } = {
  cloudformation: {
    protocol: "query",
    version: "2010-05-15",
    xmlNamespace: "http://cloudformation.amazonaws.com/doc/2010-05-15/",
    target: "CloudFormation",
    shapeNamespace: "com.amazonaws.cloudformation",
    load: async () => ({ ...(await import("@aws-sdk/client-cloudformation")) }),
  },
  monitoring: {
    protocol: "json",
    version: "2010-08-01",
    xmlNamespace: "http://monitoring.amazonaws.com/doc/2010-08-01/",
    target: "GraniteServiceVersion20100801",
    shapeNamespace: "com.amazonaws.cloudwatch",
    queryCompatible: true,
    load: async () => ({ ...(await import("@aws-sdk/client-cloudwatch")) }),
  },
  logs: {
    protocol: "json",
    version: "2014-03-28",
    xmlNamespace: "http://monitoring.amazonaws.com/doc/2014-03-28/",
    target: "Logs_20140328",
    shapeNamespace: "com.amazonaws.cloudwatchlogs",
    load: async () => ({ ...(await import("@aws-sdk/client-cloudwatch-logs")) }),
  },
  autoscaling: {
    protocol: "query",
    version: "2011-01-01",
    xmlNamespace: "http://autoscaling.amazonaws.com/doc/2011-01-01/",
    target: "AutoScaling_2011_01_01",
    shapeNamespace: "com.amazonaws.autoscaling",
    load: async () => ({ ...(await import("@aws-sdk/client-auto-scaling")) }),
  },
  "application-autoscaling": {
    protocol: "json",
    version: "2016-02-06",
    xmlNamespace: "",
    target: "AnyScaleFrontendService",
    shapeNamespace: "com.amazonaws.applicationautoscaling",
    load: async () => ({ ...(await import("@aws-sdk/client-application-auto-scaling")) }),
  },
  ec2: {
    protocol: "ec2",
    version: "2016-11-15",
    xmlNamespace: "http://ec2.amazonaws.com/doc/2016-11-15",
    target: "AmazonEC2",
    shapeNamespace: "com.amazonaws.ec2",
    load: async () => ({ ...(await import("@aws-sdk/client-ec2")) }),
  },
  ecr: {
    protocol: "json",
    version: "2015-09-21",
    xmlNamespace: "",
    target: "AmazonEC2ContainerRegistry_V20150921",
    shapeNamespace: "com.amazonaws.ecr",
    load: async () => ({ ...(await import("@aws-sdk/client-ecr")) }),
  },
  ecs: {
    protocol: "json",
    version: "2014-11-13",
    xmlNamespace: "",
    target: "AmazonEC2ContainerServiceV20141113",
    shapeNamespace: "com.amazonaws.ecs",
    load: async () => ({ ...(await import("@aws-sdk/client-ecs")) }),
  },
  elasticloadbalancing: {
    protocol: "query",
    version: "2015-12-01",
    xmlNamespace: "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/",
    target: "ElasticLoadBalancing_v10",
    shapeNamespace: "com.amazonaws.elasticloadbalancingv2",
    load: async () => ({ ...(await import("@aws-sdk/client-elastic-load-balancing-v2")) }),
  },
  iam: {
    protocol: "query",
    version: "2010-05-08",
    xmlNamespace: "https://iam.amazonaws.com/doc/2010-05-08/",
    target: "AWSIdentityManagementV20100508",
    shapeNamespace: "com.amazonaws.iam",
    load: async () => ({ ...(await import("@aws-sdk/client-iam")) }),
  },
  ssm: {
    protocol: "json",
    version: "2014-11-06",
    xmlNamespace: "",
    target: "AmazonSSM",
    shapeNamespace: "com.amazonaws.ssm",
    load: async () => ({ ...(await import("@aws-sdk/client-ssm")) }),
  },
  sts: {
    protocol: "query",
    version: "2011-06-15",
    xmlNamespace: "https://sts.amazonaws.com/doc/2011-06-15/",
    target: "AWSSecurityTokenServiceV20110615",
    shapeNamespace: "com.amazonaws.sts",
    load: async () => ({ ...(await import("@aws-sdk/client-sts")) }),
  },
  route53: {
    protocol: "rest-xml",
    version: "2013-04-01",
    xmlNamespace: "https://route53.amazonaws.com/doc/2013-04-01/",
    target: "AWSDnsV20130401",
    shapeNamespace: "com.amazonaws.route53",
    load: async () => ({ ...(await import("@aws-sdk/client-route-53")) }),
  },
  acm: {
    protocol: "json",
    version: "2015-12-08",
    xmlNamespace: "",
    target: "CertificateManager",
    shapeNamespace: "com.amazonaws.acm",
    load: async () => ({ ...(await import("@aws-sdk/client-acm")) }),
  },
  servicequotas: {
    protocol: "json",
    version: "2019-06-24",
    xmlNamespace: "",
    target: "ServiceQuotasV20190624",
    shapeNamespace: "com.amazonaws.servicequotas",
    load: async () => ({ ...(await import("@aws-sdk/client-service-quotas")) }),
  },
  pricing: {
    protocol: "json",
    version: "2017-10-15",
    xmlNamespace: "",
    target: "AWSPriceListService",
    shapeNamespace: "com.amazonaws.pricing",
    load: async () => ({ ...(await import("@aws-sdk/client-pricing")) }),
  },
};

export const isServiceName = (name: string): name is ServiceName => Object.hasOwn(SERVICES, name);
export const serviceNames = (): ServiceName[] => Object.keys(SERVICES).filter(isServiceName);
