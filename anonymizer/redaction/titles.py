"""Titles: the speaker's post leaves them, and their year can be given anew."""

from __future__ import annotations

from collections.abc import Sequence

from anonymizer.edits import Edit
from anonymizer.rulebook import Profile, Rulebook
from anonymizer.segmentation import Outline
from anonymizer.slots import Decision

_RULE = "title.speaker_post"
_LONGEST_POST = 30


def retitle(
    text: str,
    outline: Outline,
    decisions: Sequence[Decision],
    profile: Profile,
    year: str | None,
    rulebook: Rulebook,
) -> tuple[list[Edit], dict[int, str]]:
    """Edits that take the speaker out of titles, and the given year by the offset of the old.

    区长在2021年…会议上的讲话 becomes 在2025年…会议上的讲话.
    """
    edits: list[Edit] = []
    years: dict[int, str] = {}
    posts = rulebook.values("posts") if profile.title_post else {}
    for speech in outline.speeches:
        title = speech.title
        if title is None:
            continue
        if posts and (length := _speaker(title.text, posts)):
            edits.append(Edit(title.start, title.start + length, "", _RULE))
        if year is not None:
            for decision in decisions:
                span = decision.span
                if (
                    decision.replaced
                    and title.start <= span.start < title.end
                    and span.attributes.get("unit") == "年"
                ):
                    years[span.start] = year
                    break
    return edits, years


def _speaker(title: str, posts: dict[str, str]) -> int:
    """How many characters of a title name its speaker: all before 在, if it ends in a post."""
    for turn in ("在", "关于", "于"):
        place = title.find(turn)
        if 0 < place <= _LONGEST_POST:
            before = title[:place]
            if any(before.endswith(post) for post in posts):
                return place
    return 0
