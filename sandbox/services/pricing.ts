import type { Filter } from "@aws-sdk/client-pricing";
import { AwsError, type Handlers } from "../wire/handler";
import { fits } from "../world/policy-conditions";
import { PRICES_OF, type Product, products } from "../world/prices";
import { page } from "./paging";

const badToken = () => new AwsError("InvalidNextTokenException", "The pagination token is invalid.");

/** The price list's queries. It is the same for every account. */
export function createPricingHandlers() {
  const of = (code = ""): readonly Product[] => {
    const found = products().filter(({ serviceCode }) => serviceCode === code);
    if (found.length === 0) throw new AwsError("NotFoundException", `Service code ${code} was not found`);
    return found;
  };
  const codes = () => [...new Set(products().map(({ serviceCode }) => serviceCode))].sort();

  return {
    DescribeServices: ({ ServiceCode, NextToken, MaxResults }) => {
      const wanted = ServiceCode === undefined ? codes() : [of(ServiceCode)[0]?.serviceCode ?? ""];
      const { items, nextToken } = page(wanted, NextToken, MaxResults ?? 100, badToken);
      return {
        FormatVersion: "aws_v1",
        Services: items.map((code) => ({
          ServiceCode: code,
          AttributeNames: [...new Set(of(code).flatMap(({ attributes }) => Object.keys(attributes)))].sort(),
        })),
        ...(nextToken === undefined ? {} : { NextToken: nextToken }),
      };
    },
    GetAttributeValues: ({ ServiceCode, AttributeName = "", NextToken, MaxResults }) => {
      const values = [...new Set(of(ServiceCode).flatMap(({ attributes }) => attributes[AttributeName] ?? []))].sort();
      const { items, nextToken } = page(values, NextToken, MaxResults ?? 100, badToken);
      return {
        AttributeValues: items.map((Value) => ({ Value })),
        ...(nextToken === undefined ? {} : { NextToken: nextToken }),
      };
    },
    GetProducts: ({ ServiceCode, Filters, NextToken, MaxResults }) => {
      const found = of(ServiceCode).filter((product) => (Filters ?? []).every((filter) => passes(product, filter)));
      const { items, nextToken } = page(found, NextToken, MaxResults ?? 100, badToken);
      return {
        FormatVersion: "aws_v1",
        PriceList: items.map((product) => JSON.stringify(listed(product))),
        ...(nextToken === undefined ? {} : { NextToken: nextToken }),
      };
    },
  } satisfies Handlers<"pricing">;
}

function passes(product: Product, { Type, Field = "", Value = "" }: Filter): boolean {
  const fields: Readonly<Record<string, string>> = {
    ...product.attributes,
    productFamily: product.family,
    ServiceCode: product.serviceCode,
    sku: product.sku,
  };
  const actual = Object.hasOwn(fields, Field) ? fields[Field] : undefined;
  switch (Type) {
    case "ANY_OF":
      return actual !== undefined && Value.split(",").includes(actual);
    case "NONE_OF":
      return actual === undefined || !Value.split(",").includes(actual);
    case "CONTAINS":
      return actual?.includes(Value) ?? false;
    case "EQUALS":
      return actual === Value;
    default:
      return actual !== undefined && fits(Value, actual);
  }
}

/** A product as the price list writes it: terms and dimensions are keyed by codes made of the SKU. */
function listed(product: Product) {
  const { sku, serviceCode, attributes, family, unit, usd, description } = product;
  const offer = `${sku}.JRTCKXETXF`;
  const rate = `${offer}.6YS6EN2CT7`;
  return {
    product: { productFamily: family, attributes, sku },
    serviceCode,
    terms: {
      OnDemand: {
        [offer]: {
          priceDimensions: {
            [rate]: {
              unit,
              endRange: "Inf",
              description,
              appliesTo: [],
              rateCode: rate,
              beginRange: "0",
              pricePerUnit: { USD: usd.toFixed(10) },
            },
          },
          sku,
          effectiveDate: new Date(PRICES_OF).toISOString(),
          offerTermCode: "JRTCKXETXF",
          termAttributes: {},
        },
      },
    },
    version: new Date(PRICES_OF).toISOString().slice(0, 10).replaceAll("-", ""),
    publicationDate: new Date(PRICES_OF).toISOString(),
  };
}
