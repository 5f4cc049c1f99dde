"""The Minecraft server, run and watched from QQ."""
