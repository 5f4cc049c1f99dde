"""How the server does."""
