"""A script as people wrote them for mirai-api-ws: answers come by `get`, among the events. Prints what happens."""

import json
import sys

from qq_api.mirai.websocket_client import ws

address, key, number = sys.argv[1:4]
robot = ws(address, key, int(number))
state = robot.connect()
print(json.dumps({"connected": state["id"], "msg": state["msg"]}), flush=True)
if state["id"] != 0:
    sys.exit(1)

robot.friendList()
while True:
    news = robot.get()
    if news["id"] == 2:
        break
    frame = news["data"]
    if str(frame["syncId"]) != "-1":
        print(json.dumps({"answer": frame["syncId"], "data": frame["data"]}), flush=True)
        continue
    packet = frame["data"]
    if packet["type"] != "GroupMessage":
        continue
    words = "".join(one["text"] for one in packet["messageChain"] if one["type"] == "Plain")
    message_id = packet["messageChain"][0]["id"]
    if words == "stop":
        print(json.dumps({"closed": robot.disconnect()["id"]}), flush=True)
    elif words == "delete this":
        robot.recall(message_id)
    else:
        robot.sendGroupMessage(packet["sender"]["group"]["id"], [{"type": "Plain", "text": words}])
print(json.dumps({"end": news["msg"]}), flush=True)
