"""Opens a Live Tail session with boto3, writes a line, waits until the session shows it, and prints what came."""
import json
import sys
import time

import boto3
from botocore.config import Config

GROUP = "/ecs/orders"
client = boto3.client(
    "logs",
    endpoint_url=sys.argv[1],
    region_name="eu-west-1",
    aws_access_key_id="111122223333",
    aws_secret_access_key="x",
    config=Config(inject_host_prefix=False, retries={"total_max_attempts": 1}),
)
client.create_log_group(logGroupName=GROUP)
client.create_log_stream(logGroupName=GROUP, logStreamName="s")
arn = "arn:aws:logs:eu-west-1:111122223333:log-group:" + GROUP
stream = client.start_live_tail(logGroupIdentifiers=[arn], logEventFilterPattern="hello")["responseStream"]
told = []
for event in stream:
    told.append(event)
    if "sessionStart" in event:
        now = round(time.time() * 1000)
        events = [{"timestamp": now, "message": "hello world"}, {"timestamp": now, "message": "other"}]
        client.put_log_events(logGroupName=GROUP, logStreamName="s", logEvents=events)
    if event.get("sessionUpdate", {}).get("sessionResults"):
        break
stream.close()
print(json.dumps(told))
