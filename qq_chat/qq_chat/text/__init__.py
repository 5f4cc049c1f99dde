"""What works on text alone: wordings, patterns, words."""
