from __future__ import annotations

import re
import subprocess
import sys

import pytest

from anonymizer import __version__
from tests.helpers import environment, run, spawn

COMMANDS = (
    ["redact"], ["restore"], ["template"], ["fill"], ["explain"], ["rules", "list"],
    ["rules", "show"], ["rules", "test"], ["rules", "check"], ["common"],
)  # fmt: skip


def test_version() -> None:
    done = spawn("--version")
    assert (done.status, done.text, done.err) == (0, f"anonymizer {__version__} (compiled)\n", "")


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_has_a_worked_example(command: list[str]) -> None:
    done = run(*command, "--help")
    assert (done.status, done.err) == (0, "")
    assert f"Example: anonymizer {' '.join(command)}" in done.text


def test_help_of_the_whole_names_every_command() -> None:
    text = run("--help").text
    assert all(command[0] in text for command in COMMANDS)
    assert "--install-completion" in text


def test_every_option_has_its_help() -> None:
    for command in COMMANDS:
        lines = run(*command, "--help").text.splitlines()
        options = [line.strip("│* ") for line in lines if line.strip("│* ").startswith("-")]
        assert options
        for option in options:  # behind the names and the value stands a sentence
            assert re.search(r"  +[A-Z]?[\w-]+,? .*\w", option), option


@pytest.mark.parametrize(
    "arguments",
    [
        ["redact"], ["redac", "-"], ["redact", "-", "--nope"], ["redact", "-", "-j", "0"],
        ["redact", "-", "--placeholder", "y"], ["redact", "-", "-p", "mild"],
        ["redact", "-", "--title-year", " "], ["redact", "a.txt", "b.txt"],
        ["redact", "-", "--split"], ["restore"], ["common"], ["explain", "1", "--format", "xml"],
        ["rules", "show"],
        ["redact", "-", "--rules", "/no/such/folder"],
        ["template"], ["template", "-", "-o", "a.pdf"], ["template", "-", "--values", "v.ods"],
        ["template", "-", "-p", "mild"], ["template", "-", "--rules", "/no/such/folder"],
        ["fill"], ["fill", "a.txt"], ["fill", "a.txt", "v.ods"], ["fill", "a.pdf", "v.csv"],
        ["fill", "a.docx", "v.csv"], ["fill", "a.docx", "v.csv", "-o", "b.txt"],
        ["fill", "a.txt", "v.csv", "-o", "b.docx"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_wrong_usage(arguments: list[str]) -> None:
    done = run(*arguments, stdin="投资220万元".encode())
    assert (done.status, done.out) == (2, b"")
    assert done.err
    assert "220" not in done.err


def test_no_argument_shows_the_help() -> None:
    assert "Usage" in run().text + run().err


def test_what_only_templates_need_is_not_loaded_for_others() -> None:
    code = (
        "import sys, anonymizer.cli.app, anonymizer.cli.template, anonymizer.cli.fill;"
        "heavy = {'xlsxwriter', 'openpyxl', 'docxtpl', 'docx', 'lxml', 'jinja2'};"
        "print(sorted(heavy.intersection(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, env=environment(), check=True
    )
    assert done.stdout.strip() == b"[]"
