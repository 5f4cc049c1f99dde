"""Who is who, as people ask for it: in QQ, in the game, at the door, in files."""
