"""Phrases: the phrase book of the genre, made of many speeches without their facts.

    texts ──redact, clauses──▸ digests ──▸ spill, counts ──▸ what many share
                                 spill ──gathering──▸ PhraseBook

Each text is redacted once and leaves only hashes of its sentences and runs of clauses, and its
skeletons on disk; what many speeches share is counted by hash, and read again for those alone.
"""
