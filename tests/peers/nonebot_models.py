"""Which of its own classes NoneBot's adapter makes of events: a JSON event a line in, a line of JSON out for each."""

import json
import sys

from nonebot.adapters.onebot.v11 import Adapter

for line in sys.stdin:
    event = Adapter.json_to_event(json.loads(line))
    known = None if event is None else {"class": type(event).__name__, "fields": event.dict()}
    print(json.dumps(known, default=str), flush=True)
