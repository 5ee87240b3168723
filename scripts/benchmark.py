"""Measure redaction in MB/s beside ``jieba.posseg`` over the same text in the same run.

    python scripts/benchmark.py                      # the corpus of this repository
    python scripts/benchmark.py FOLDER --stages      # your own texts, and where the time goes

Both run in this process on one core, in turn, several times. Processor time counts, and the
ratio is the median of those of the rounds: so a machine whose speed drifts, or that others use
too, favours neither. ``rules`` is what the rules alone do, ``as shipped`` all recognisers of the
default profile; ``text`` is cleaning, segmentation, recognition, decision and replacement, over
all texts as ``anonymizer.redact_all`` and the command line do it, ``one by one`` as calls of
``anonymizer.redact`` do; ``slots`` adds the slots, ``manifest`` the manifest's JSON.
Memory is that of a process of its own which redacts one document after the other.
"""

from __future__ import annotations

import argparse
import gc
import logging
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from anonymizer.blocks import blocks
from anonymizer.cleaning.noise import noise
from anonymizer.cleaning.width import widen
from anonymizer.cleaning.wrap import rejoin
from anonymizer.documents import Source
from anonymizer.edits import Edit, Patch
from anonymizer.lines import lines_of
from anonymizer.pipeline import Options, run, run_all
from anonymizer.recognition import RECOGNISERS
from anonymizer.redaction import decide
from anonymizer.rulebook import Rulebook, builtin, load
from anonymizer.segmentation import breaks
from anonymizer.slots import Span

ROOT = Path(__file__).resolve().parent.parent
MODELS = ("statistical",)
"""The recognisers that are not rules; ``rules`` is measured without them."""
OPTIONS = Options()


def main() -> None:
    """Parse the arguments, measure, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "corpus")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--stages", action="store_true", help="print where the time goes")
    parser.add_argument("--peer-bytes", type=int, default=150_000, help="text for the peer")
    parser.add_argument("--documents", type=int, default=3_000, help="for memory; 0 leaves it out")
    parser.add_argument("--memory-only", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()

    texts = [path.read_text("utf-8") for path in sorted(arguments.folder.rglob("*.txt"))]
    if not texts:
        raise SystemExit(f"{arguments.folder}: no *.txt")
    if arguments.memory_only:
        _print_memory(texts, arguments.documents)
        return
    _print_speed(texts, arguments.rounds, arguments.peer_bytes)
    if arguments.stages:
        _print_stages(texts)
    _print_startup(arguments.folder)
    if arguments.documents:
        command = [sys.executable, __file__, str(arguments.folder), "--memory-only"]
        subprocess.run([*command, "--documents", str(arguments.documents)], check=True)


def _print_speed(texts: list[str], rounds: int, peer_bytes: int) -> None:
    sources = [Source.from_text(text) for text in texts]
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    repeat = max(1, round(0.5 / megabytes))  # at least half a megabyte a round
    shipped, rules = _rulebook(shipped=True), _rulebook(shipped=False)

    def redact(rulebook: Rulebook, also: Callable[..., object] = lambda made: None) -> float:
        def work() -> None:
            for block in blocks(sources * repeat, lambda source: len(source.text)):
                for made in run_all(block, OPTIONS, rulebook):
                    also(made)

        return megabytes * repeat / _seconds(work)

    def one_by_one(rulebook: Rulebook) -> float:
        def work() -> None:
            for source in sources * repeat:
                run(source, OPTIONS, rulebook)

        return megabytes * repeat / _seconds(work)

    ways: dict[str, Callable[[], float]] = {
        "rules, text": lambda: redact(rules),
        "rules, text, one by one": lambda: one_by_one(rules),
        "rules, text and slots": lambda: redact(rules, lambda made: made.slots),
        "rules, text and manifest": lambda: redact(rules, lambda made: made.manifest.to_json()),
        "as shipped, text": lambda: redact(shipped),
        "as shipped, text, one by one": lambda: one_by_one(shipped),
        "as shipped, text and manifest": lambda: redact(
            shipped, lambda made: made.manifest.to_json()
        ),
    }
    if not set(MODELS) & set(RECOGNISERS):
        ways = {name: way for name, way in ways.items() if not name.startswith("as shipped")}
    peer_text = "\n".join(texts)
    while len(peer_text.encode()) < peer_bytes:
        peer_text += peer_text
    peer_text = peer_text.encode()[:peer_bytes].decode("utf-8", "ignore")
    tag = _peer()
    gc.collect()
    gc.freeze()  # else the collector walks what the peer has loaded in everybody's time
    speeds: dict[str, list[float]] = {name: [] for name in ways}
    ratios: dict[str, list[float]] = {name: [] for name in ways}
    peer: list[float] = []
    for _ in range(rounds):
        peer.append(len(peer_text.encode()) / 1e6 / _seconds(lambda: tag(peer_text)))
        for name, way in ways.items():
            speeds[name].append(way())
            ratios[name].append(speeds[name][-1] / peer[-1])
    print(f"{len(texts)} texts, {megabytes:.3f} MB of UTF-8, profile standard, median of {rounds}")
    for name in ways:
        speed, ratio = statistics.median(speeds[name]), statistics.median(ratios[name])
        print(f"{name:32} {speed:8.3f} MB/s   {ratio:6.1f} × posseg")
    print(f"{'jieba.posseg':32} {statistics.median(peer):8.3f} MB/s")


@contextmanager
def _without_models() -> Iterator[None]:
    """Leave out what is no rule from all rulebooks that are first used inside."""
    taken = {name: RECOGNISERS.pop(name) for name in MODELS if name in RECOGNISERS}
    try:
        yield
    finally:
        RECOGNISERS.update(taken)


def _rulebook(*, shipped: bool) -> Rulebook:
    """A rulebook of its own, with all its recognisers or with those of the rules only."""
    builtin.cache_clear()
    rulebook = load()
    warm = Source.from_text(
        "二〇二三年，全县完成投资23381万元。\n" * 6_000
    )  # enough for the tables
    if shipped:
        run(warm, OPTIONS, rulebook)
    else:
        with _without_models():
            run(warm, OPTIONS, rulebook)
    return rulebook


def _print_startup(folder: Path) -> None:
    command = [sys.executable, "-m", "anonymizer", "redact", str(_ten_kilobytes(folder))]
    walls = []
    for _ in range(9):
        started = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        walls.append(time.perf_counter() - started)
    label = "command, one speech, wall"
    print(f"{label:32} {statistics.median(walls):8.3f} s, best {min(walls):.3f} s")


def _print_memory(texts: list[str], documents: int) -> None:
    """Resident memory of a process that redacts documents no two of which are alike."""
    rulebook = load()
    after: dict[int, float] = {}
    for number in range(1, documents + 1):
        text = f"{texts[number % len(texts)]}\n以上是第{number}份讲话，共{number * 7}字。\n"
        run(Source.from_text(text), OPTIONS, rulebook).manifest.to_json()
        if number in (documents // 10, documents):
            after[number] = _resident_megabytes()
    for number, resident in after.items():
        print(f"{f'resident after {number} documents':32} {resident:8.1f} MB")


def _resident_megabytes() -> float:
    """What is resident now; where the system does not tell, the most that ever was."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return pages * resource.getpagesize() / 1e6


def _ten_kilobytes(folder: Path) -> Path:
    """The text nearest to 10 KB."""
    return min(folder.rglob("*.txt"), key=lambda path: abs(path.stat().st_size - 10_000))


def _seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def _peer() -> Callable[[str], object]:
    import jieba
    import jieba.posseg

    jieba.setLogLevel(logging.WARNING)
    list(jieba.posseg.cut("预热"))
    return lambda text: list(jieba.posseg.cut(text))


def _print_stages(texts: list[str]) -> None:
    """How the time of the stages is spent, each run by itself over all texts."""
    rulebook = _rulebook(shipped=True)
    profile = rulebook.profile(OPTIONS.profile)
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    spent: dict[str, float] = {}

    def stage(name: str, work: Callable[[str], Iterable[Any]], inputs: list[str]) -> list[Any]:
        spent[name] = min(_seconds(lambda: [list(work(text)) for text in inputs]) for _ in range(3))
        return [list(work(text)) for text in inputs]

    def change(name: str, work: Callable[[str], Iterable[Edit]], inputs: list[str]) -> list[str]:
        made = stage(name, work, inputs)
        return [Patch(edits).apply(text) for text, edits in zip(inputs, made, strict=True)]

    stage("lines", lines_of, texts)
    texts = change("clean: noise", lambda text: noise(text, rulebook), texts)
    texts = change("clean: rejoin", lambda text: rejoin(text, rulebook), texts)
    texts = change("clean: widen", lambda text: widen(text, rulebook), texts)
    texts = change("breaks", lambda text: breaks(text, rulebook), texts)
    spans: dict[str, list[Span]] = {text: [] for text in texts}
    for name, build in RECOGNISERS.items():
        made = stage(f"recognise: {name}", build(rulebook, profile), texts)
        for text, found in zip(texts, made, strict=True):
            spans[text] += found
    stage("decide", lambda text: decide(text, spans[text]), texts)
    for name, duration in spent.items():
        print(f"  {name:30} {duration / megabytes * 1000:8.1f} ms/MB")


if __name__ == "__main__":
    main()
