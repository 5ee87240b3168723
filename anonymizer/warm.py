"""What a first run would have to make: the patterns that the rules need, compiled.

Only imported when a wheel is built.
"""

from __future__ import annotations

from anonymizer import compiled
from anonymizer.documents.source import Source
from anonymizer.extraction import extract
from anonymizer.pipeline import Options, redact_parts
from anonymizer.rulebook import Bundle, Rulebook
from anonymizer.ruletest import unmark


def patterns_of(bundle: Bundle) -> bytes:
    """The file of the patterns that it takes to redact all examples of all rules."""
    return compiled.compiled_by(lambda: _redact_examples(Rulebook(bundle)))


def _redact_examples(rulebook: Rulebook) -> None:
    examples = [
        unmark(example)[0]
        for rule in rulebook.rules
        for example in (*rule.examples, *rule.no_examples)
    ]
    together = "\n".join([*examples, _figures(rulebook)])
    for profile in rulebook.profile_names:
        _redact(together, profile, rulebook)
        # Some is only looked for at a text's edges, or where there is little else.
        for example in examples:
            _redact(example, profile, rulebook)


def _figures(rulebook: Rulebook) -> str:
    """A figure before each character behind which rules tell figures apart."""
    ends = sorted({end for rule in rulebook.rules for end in rule.behind})
    return "".join([f"5{end}。" for end in ends])


def _redact(text: str, profile: str, rulebook: Rulebook) -> None:
    options = Options(profile, title_year="2025")
    (redaction,) = redact_parts([(Source.from_text(text), None)], options, rulebook)
    assert redaction.manifest
    extract(text, rulebook)
