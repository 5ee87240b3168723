"""Templates: what a speech is without its facts, and what speeches share."""
