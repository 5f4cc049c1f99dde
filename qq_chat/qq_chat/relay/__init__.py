"""What is said, from one side to the other."""
