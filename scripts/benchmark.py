"""Measure redaction in MB/s beside ``jieba.posseg`` over the same text in the same run.

    python scripts/benchmark.py                      # the corpus of this repository
    python scripts/benchmark.py FOLDER --stages      # your own texts, and where the time goes

Both run in this process on one core, in turn, several times; the medians are compared, so
that a machine whose speed drifts does not favour either. What is counted for redaction is
what ``anonymizer.redact(text).text`` does: cleaning, segmentation, recognition, decision,
replacement; the second figure adds the slots, the third the manifest's JSON.
"""

from __future__ import annotations

import argparse
import logging
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from anonymizer import load_rules
from anonymizer.cleaning import clean
from anonymizer.documents import Source
from anonymizer.edits import Patch
from anonymizer.pipeline import Options, run
from anonymizer.recognition import recognise
from anonymizer.redaction import decide
from anonymizer.segmentation import breaks

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Parse the arguments, measure, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "corpus")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--stages", action="store_true", help="print where the time goes")
    parser.add_argument("--peer-bytes", type=int, default=150_000, help="text for the peer")
    arguments = parser.parse_args()

    texts = [path.read_text("utf-8") for path in sorted(arguments.folder.rglob("*.txt"))]
    if not texts:
        raise SystemExit(f"{arguments.folder}: no *.txt")
    sources = [Source.from_text(text) for text in texts]
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    started = time.perf_counter()
    rulebook = load_rules()
    options = Options()
    run(sources[0], options, rulebook)
    ready = time.perf_counter() - started
    repeat = max(1, round(1 / megabytes))  # at least a megabyte a round

    def redact_text() -> None:
        for _ in range(repeat):
            for source in sources:
                run(source, options, rulebook)

    def redact_slots() -> None:
        for _ in range(repeat):
            for source in sources:
                _ = run(source, options, rulebook).slots

    def redact_manifest() -> None:
        for _ in range(repeat):
            for source in sources:
                run(source, options, rulebook).manifest.to_json()

    peer_text = "\n".join(texts)
    while len(peer_text.encode()) < arguments.peer_bytes:
        peer_text += peer_text
    peer_text = peer_text.encode()[: arguments.peer_bytes].decode("utf-8", "ignore")
    tag = _peer()

    speeds: dict[str, list[float]] = {"text": [], "slots": [], "manifest": [], "posseg": []}
    for _ in range(arguments.rounds):
        speeds["text"].append(megabytes * repeat / _seconds(redact_text))
        speeds["slots"].append(megabytes * repeat / _seconds(redact_slots))
        speeds["manifest"].append(megabytes * repeat / _seconds(redact_manifest))
        speeds["posseg"].append(len(peer_text.encode()) / 1e6 / _seconds(lambda: tag(peer_text)))
    median = {name: statistics.median(values) for name, values in speeds.items()}
    print(
        f"{len(texts)} texts, {megabytes:.3f} MB of UTF-8, profile standard, "
        f"median of {arguments.rounds}"
    )
    for name, label in (
        ("text", "redact, text"),
        ("slots", "redact, text and slots"),
        ("manifest", "redact, text and manifest"),
        ("posseg", "jieba.posseg"),
    ):
        ratio = median[name] / median["posseg"]
        print(f"{label:28} {median[name]:8.3f} MB/s   {ratio:6.1f} × posseg")
    print(f"{'ready in':28} {ready:8.3f} s")
    print(f"{'resident memory at most':28} {_resident_megabytes():8.1f} MB (jieba included)")
    command = [sys.executable, "-m", "anonymizer", "redact", str(_ten_kilobytes(arguments.folder))]
    walls = [
        _seconds(lambda: subprocess.run(command, check=True, capture_output=True)) for _ in range(7)
    ]
    print(f"{'command, one speech, wall':28} {statistics.median(walls):8.3f} s")
    if arguments.stages:
        _print_stages(texts, megabytes)


def _resident_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _ten_kilobytes(folder: Path) -> Path:
    """The text nearest to 10 KB."""
    return min(folder.rglob("*.txt"), key=lambda path: abs(path.stat().st_size - 10_000))


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _peer() -> Callable[[str], object]:
    import jieba
    import jieba.posseg

    jieba.setLogLevel(logging.WARNING)
    list(jieba.posseg.cut("预热"))
    return lambda text: list(jieba.posseg.cut(text))


def _print_stages(texts: list[str], megabytes: float) -> None:
    """How the time of one pass is spent."""
    rulebook = load_rules()
    profile = rulebook.profile("standard")
    spent = dict.fromkeys(("clean", "breaks", "recognise", "decide"), 0.0)
    for text in texts:
        started = time.perf_counter()
        cleaned = clean(text, rulebook).apply(text)
        at_breaks = time.perf_counter()
        whole = Patch(breaks(cleaned, rulebook)).apply(cleaned)
        at_recognise = time.perf_counter()
        spans = recognise(whole, rulebook, profile)
        at_decide = time.perf_counter()
        decide(whole, spans)
        ended = time.perf_counter()
        for name, duration in zip(
            spent,
            (
                at_breaks - started,
                at_recognise - at_breaks,
                at_decide - at_recognise,
                ended - at_decide,
            ),
            strict=True,
        ):
            spent[name] += duration
    total = sum(spent.values())
    for name, duration in spent.items():
        print(f"  {name:12} {duration / total:6.1%}  {megabytes / duration:8.2f} MB/s")


if __name__ == "__main__":
    main()
