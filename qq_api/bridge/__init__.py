"""The bridge: one QQ, many servers. Transports on one side, as in the plugin; on the other peers, each with its rights.

`config` is what `bridge.yml` holds (`legacy`: QQBridge's), `rights` and `speakers` decide what a peer gets and only
compute, `line` is one peer of one account, `bridge` lets them come and go, `console` takes commands, `run` is the
command.
"""
