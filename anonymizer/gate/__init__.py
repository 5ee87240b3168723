"""The gate: what would still be removed from a text, and which of it has been accepted."""
