"""A make-believe QQ, and a stand-in Minecraft server."""
