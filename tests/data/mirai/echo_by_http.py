"""A script as people wrote them for the HTTP half of mirai-api-ws: a call returns its answer. Prints what happens."""

import json
import sys

from qq_api.mirai.http_client import ws

robot = ws(server_url=sys.argv[1], key=sys.argv[2], qqid=int(sys.argv[3]))
state = robot.connect()
print(json.dumps({"connected": state["id"], "msg": state["msg"]}), flush=True)
if state["id"] != 0:
    sys.exit(1)

print(json.dumps({"friends": robot.friendList()["data"]}), flush=True)
while True:
    packet = robot.get()["data"]
    if packet["type"] != "GroupMessage":
        continue
    words = packet["messageChain"][1]["text"]
    if words == "stop":
        break
    sent = robot.sendGroupMessage(packet["sender"]["group"]["id"], [{"type": "Plain", "text": words}])
    print(json.dumps({"sent": sent["messageId"]}), flush=True)
    print(json.dumps({"recalled": robot.recall(sent["messageId"])["code"]}), flush=True)
print(json.dumps({"closed": robot.disconnect()["id"]}), flush=True)
