"""What bots call, by topic: functions `(office, call)` that give the answer's body, None for an empty one.

Computes only; no I/O, but `media`, which awaits the store of files.
"""
