"""What boto3 sees of metrics, alarms, logs and Logs Insights: prints it as JSON."""
import datetime
import json
import sys
import time

import boto3
from botocore.config import Config

OPTIONS = dict(
    endpoint_url=sys.argv[1],
    region_name="eu-west-1",
    aws_access_key_id="222233334444",
    aws_secret_access_key="x",
    config=Config(retries={"total_max_attempts": 1}),
)
cloudwatch = boto3.client("cloudwatch", **OPTIONS)
logs = boto3.client("logs", **OPTIONS)
now = datetime.datetime.now(datetime.timezone.utc).replace(second=0, microsecond=0)
told = {}

minute = datetime.timedelta(minutes=1)
data = [{"MetricName": "Load", "Value": value, "Timestamp": now - minute * (3 - index)} for index, value in enumerate([1, 2, 4])]
cloudwatch.put_metric_data(Namespace="Test", MetricData=data)
metric = {"Metric": {"Namespace": "Test", "MetricName": "Load"}, "Period": 60, "Stat": "p90"}
answer = cloudwatch.get_metric_data(
    MetricDataQueries=[
        {"Id": "m1", "MetricStat": metric, "ReturnData": False},
        {"Id": "e1", "Expression": "m1 * 10", "Label": "max ${MAX}"},
    ],
    StartTime=now - minute * 5,
    EndTime=now,
    ScanBy="TimestampAscending",
)
told["math"] = [[one["Label"], one["Values"]] for one in answer["MetricDataResults"]]

cloudwatch.put_metric_alarm(
    AlarmName="high", Namespace="Test", MetricName="Load", Statistic="Average", Period=60,
    EvaluationPeriods=1, Threshold=3, ComparisonOperator="GreaterThanThreshold",
)
cloudwatch.put_composite_alarm(AlarmName="any", AlarmRule='ALARM("high")')
cloudwatch.set_alarm_state(AlarmName="high", StateValue="ALARM", StateReason="drill")
composite = cloudwatch.describe_alarms(AlarmTypes=["CompositeAlarm"])["CompositeAlarms"][0]
told["composite"] = [composite["StateValue"], composite["AlarmRule"]]
items = cloudwatch.get_paginator("describe_alarm_history").paginate(AlarmName="any", AlarmTypes=["CompositeAlarm"])
told["history"] = [item["HistorySummary"] for page in items for item in page["AlarmHistoryItems"]]

logs.create_log_group(logGroupName="g")
logs.create_log_stream(logGroupName="g", logStreamName="s")
at = round(time.time() * 1000)
lines = ['{"status": 200, "ms": 12}', '{"status": 503, "ms": 340}', '10.0.0.1 GET /orders 404']
logs.put_log_events(logGroupName="g", logStreamName="s", logEvents=[{"timestamp": at, "message": one} for one in lines])
found = lambda pattern: [one["message"] for one in logs.filter_log_events(logGroupName="g", filterPattern=pattern)["events"]]
told["filtered"] = [found("{ $.status >= 500 }"), found("[ip, method, path, status = 4*]"), found("%/ord[a-z]+%")]
query = dict(logGroupName="g", startTime=round(at / 1000) - 60, endTime=round(at / 1000) + 60)
started = logs.start_query(queryString="filter ispresent(ms) | stats max(ms) as slowest by status | sort status", **query)
while True:
    answer = logs.get_query_results(queryId=started["queryId"])
    if answer["status"] not in ("Scheduled", "Running"):
        break
    time.sleep(0.05)
told["insights"] = [[{field["field"]: field["value"] for field in row} for row in answer["results"]], answer["status"]]
try:
    logs.start_query(queryString="fields @message | bogus", **query)
except logs.exceptions.MalformedQueryException as error:
    told["malformed"] = error.response["queryCompileError"]["location"]
print(json.dumps(told))
