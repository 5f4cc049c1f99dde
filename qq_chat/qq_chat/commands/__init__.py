"""What people may ask for, from QQ and from the game."""
