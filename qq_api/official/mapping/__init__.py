"""Between the official platform's JSON and OneBot 11, both ways. Computes only; no I/O.

incoming · segments_in · notices    a frame of the gateway -> OneBot events
segments_out · links · cut          a OneBot message -> the messages of the platform that say it
"""
