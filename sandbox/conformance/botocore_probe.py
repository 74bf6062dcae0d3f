"""Sends given inputs with botocore's clients and tells what arrived: JSON lines in, JSON lines out.

A case is {service, operation, input, output}. botocore's models may be older or newer than the SDK's, so members one
of them does not know are left out on both sides, and operations it does not know are skipped.
"""
import base64
import datetime
import json
import sys

import botocore.session
from botocore.config import Config

CLIENTS = {"monitoring": "cloudwatch", "elasticloadbalancing": "elbv2", "servicequotas": "service-quotas"}
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)


def known(shape, value):
    """The value without members botocore's shape does not have; its own types for times and blobs."""
    if shape is None:
        return {}
    kind = shape.type_name
    if kind == "structure":
        return {k: known(shape.members[k], v) for k, v in value.items() if k in shape.members}
    if kind == "list":
        return [known(shape.member, v) for v in value]
    if kind == "map":
        return {k: known(shape.value, v) for k, v in value.items()}
    if kind == "timestamp":
        return EPOCH + datetime.timedelta(milliseconds=value["$date"])
    if kind == "blob":
        return base64.b64decode(value["$bytes"])
    return value


def plain(value):
    """The value as JSON can carry it."""
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [plain(v) for v in value]
    if isinstance(value, datetime.datetime):
        return {"$date": round((value - EPOCH).total_seconds() * 1000)}
    if isinstance(value, (bytes, bytearray)):
        return {"$bytes": base64.b64encode(value).decode()}
    return value


def main():
    endpoint = sys.argv[1]
    session = botocore.session.get_session()
    session.set_credentials("111122223333", "x")
    config = Config(parameter_validation=False, retries={"total_max_attempts": 1}, inject_host_prefix=False)
    clients = {}
    for line in sys.stdin:
        case = json.loads(line)
        service = case["service"]
        if service not in clients:
            name = CLIENTS.get(service, service)
            clients[service] = session.create_client(name, region_name="eu-west-1", endpoint_url=endpoint, config=config)
        client = clients[service]
        report = {"service": service, "operation": case["operation"]}
        model = client.meta.service_model
        if case["operation"] not in model.operation_names:
            report["skipped"] = "botocore does not know it"
        else:
            operation = model.operation_model(case["operation"])
            sent = known(operation.input_shape, case["input"])
            report["sent"] = plain(sent)
            report["expected"] = plain(known(operation.output_shape, case["output"]))
            try:
                got = client._make_api_call(case["operation"], sent)
                got.pop("ResponseMetadata", None)
                report["got"] = plain(got)
            except Exception as error:  # told, not hidden: the test fails on it
                report["failed"] = f"{type(error).__name__}: {error}"
        print(json.dumps(report), flush=True)


main()
