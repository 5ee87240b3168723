"""Audit: which facts of an original were stripped in a redacted version, and which were missed."""
