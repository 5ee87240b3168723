"""Documents as people have them: in, out, and back, by every command."""

from __future__ import annotations

import io
import json
import os
import stat
import zipfile
from pathlib import Path

import pytest

from anonymizer import RestoreError, redact_file, restore_file
from anonymizer.documents import load_document
from tests.helpers import run, spawn, tree

LINES = (
    "在全县秋粮收购工作会议上的讲话",
    "同志们：",
    "今年投资220万元，请周明远同志到柳泉镇督办，电话13912345678。",
)
DONE = (
    "在全县秋粮收购工作会议上的讲话",
    "同志们：",
    "今年投资X万元，请X同志到X镇督办，电话X。",
)


def docx(path: Path, *lines: str, step: int = 3, author: str = "周明远") -> Path:
    """A Word document, its lines cut in runs of so many characters."""
    import docx as python_docx

    document = python_docx.Document()
    document.core_properties.author = author
    for line in lines or LINES:
        paragraph = document.add_paragraph()
        for at in range(0, len(line), step):
            paragraph.add_run(line[at : at + step])
    path.parent.mkdir(parents=True, exist_ok=True)
    document.save(path)
    return path


def lines_of(path: Path) -> tuple[str, ...]:
    return tuple(load_document(path).source.text.split("\n"))


def everything_in(path: Path) -> str:
    """All that a package holds, its tags left out as well as left in."""
    import re

    with zipfile.ZipFile(path) as package:
        told = [package.read(name).decode("utf-8", "replace") for name in package.namelist()]
        told += package.namelist()
    return "\n".join([*told, *(re.sub("<[^>]*>", "", text) for text in told)])


def test_a_word_document_is_redacted_in_place_and_comes_back(tmp_path: Path) -> None:
    speech = docx(tmp_path / "speech.docx")
    out = tmp_path / "out.docx"
    done = run("redact", speech, "-o", out)
    assert (done.status, done.out) == (0, b"")
    assert "4 slots" in done.err
    assert lines_of(out) == DONE
    told = everything_in(out)
    for value in ("周明远", "柳泉", "220", "13912345678"):
        assert value not in told
    manifest = tmp_path / "out.slots.json"
    if os.name == "posix":
        assert stat.S_IMODE(manifest.stat().st_mode) == 0o600
    back = tmp_path / "back.docx"
    assert run("restore", out, "-o", back).status == 0
    assert back.read_bytes() == speech.read_bytes()


def test_without_output_it_is_its_text(tmp_path: Path) -> None:
    speech = docx(tmp_path / "speech.docx")
    assert tuple(spawn("redact", speech).text.split("\n")) == DONE


def test_standard_input_is_known_by_its_content(tmp_path: Path) -> None:
    speech = docx(tmp_path / "speech.docx")
    assert tuple(spawn("redact", "-", stdin=speech.read_bytes()).text.split("\n")) == DONE


def test_a_word_document_as_text_comes_back_as_what_it_was(tmp_path: Path) -> None:
    speech = docx(tmp_path / "speech.docx")
    out = tmp_path / "out.txt"
    assert run("redact", speech, "-o", out).status == 0
    assert tuple(out.read_text(encoding="utf-8").split("\n")) == DONE
    assert run("restore", out, "-o", tmp_path / "back.docx").status == 0
    assert (tmp_path / "back.docx").read_bytes() == speech.read_bytes()


def test_a_text_is_set_as_a_word_document(tmp_path: Path) -> None:
    speech = tmp_path / "speech.txt"
    speech.write_text("\n".join(LINES), encoding="utf-8")
    out = tmp_path / "out.docx"
    assert run("redact", speech, "-o", out).status == 0
    assert lines_of(out) == DONE
    assert run("restore", out, "-o", tmp_path / "back.txt").status == 0
    assert (tmp_path / "back.txt").read_bytes() == speech.read_bytes()


def test_a_changed_document_is_not_restored(tmp_path: Path) -> None:
    speech = docx(tmp_path / "speech.docx")
    out = tmp_path / "out.docx"
    assert run("redact", speech, "-o", out).status == 0
    docx(out, *DONE)
    done = run("restore", out)
    assert (done.status, done.out) == (3, b"")
    assert "was changed since" in done.err


def test_an_edited_document_gets_its_values_back_in_place(tmp_path: Path) -> None:
    speech = docx(tmp_path / "speech.docx")
    sent = tmp_path / "sent.docx"
    assert run("redact", speech, "-o", sent, "--placeholder", "numbered", "--unique").status == 0
    edited = docx(tmp_path / "edited.docx", "请X2同志尽快到X3镇。", "投资X1万元，打X4。")
    final = tmp_path / "final.docx"
    done = run("restore", edited, "-s", tmp_path / "sent.slots.json", "--edited", "-o", final)
    assert done.status == 0
    assert lines_of(final) == ("请周明远同志尽快到柳泉镇。", "投资220万元，打13912345678。")


def test_what_cannot_be_written_so_is_refused(tmp_path: Path) -> None:
    speech = docx(tmp_path / "speech.docx")
    done = run("redact", speech, "-o", tmp_path / "out.pdf")
    assert done.status == 3
    assert "a Word document is written to .docx, .txt, not to .pdf" in done.err
    assert tree(tmp_path) == {"speech.docx"}


def test_two_outputs_of_one_stem_have_a_manifest_each(tmp_path: Path) -> None:
    speech = docx(tmp_path / "in" / "speech.docx")
    text = tmp_path / "in" / "speech.txt"
    text.write_text("\n".join(LINES), encoding="utf-8")
    for given in (speech, text):
        assert run("redact", given, "-o", tmp_path / "out" / given.name).status == 0
    assert tree(tmp_path / "out") == {
        "speech.docx", "speech.slots.json", "speech.txt", "speech.txt.slots.json",
    }  # fmt: skip
    for given in (speech, text):
        back = tmp_path / "back"
        assert run("restore", tmp_path / "out" / given.name, "-o", back, "--force").status == 0
        assert back.read_bytes() == given.read_bytes()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inside = tmp_path / "in"
    docx(inside / "县" / "speech.docx")
    (inside / "notes.txt").write_text("\n".join(LINES), encoding="utf-8")
    (inside / "broken.docx").write_bytes(b"PK\3\4 no zip at all")
    (inside / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(20))
    (inside / "table.csv").write_text("编号,正文\n1,投资220万元\n", encoding="utf-8")
    (inside / "~$speech.docx").write_bytes(b"lock")
    return inside


def test_every_file_of_a_folder_is_done_or_listed(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = run("redact", folder, "-o", out)
    assert done.status == 3
    assert tree(out) == {
        "notes.slots.json", "notes.txt", "report.jsonl", "县/speech.docx", "县/speech.slots.json",
    }  # fmt: skip
    records = [json.loads(line) for line in (out / "report.jsonl").read_bytes().splitlines()]
    assert {Path(record["input"]).name: record["status"] for record in records} == {
        "broken.docx": "failed",
        "notes.txt": "done",
        "picture.png": "skipped",
        "speech.docx": "done",
        "table.csv": "skipped",
    }
    reasons = {Path(r["input"]).name: r["reason"] for r in records if "reason" in r}
    assert "is damaged" in reasons["broken.docx"]
    assert "--field 正文" in reasons["table.csv"]
    for name, reason in reasons.items():
        assert f"{name}" in done.err
        assert reason in done.err
    assert "2 redacted with 8 slots" in done.err
    assert "1 failed, 2 skipped" in done.err
    assert "周明远" not in (out / "report.jsonl").read_text(encoding="utf-8")


def test_a_report_is_added_to(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run("redact", folder, "-o", out)
    run("redact", folder / "县", "-o", out / "县", "--force")
    run("redact", folder, "-o", out, "--force")
    records = [json.loads(line) for line in (out / "report.jsonl").read_bytes().splitlines()]
    assert len(records) == 5
    (out / "report.jsonl").write_text("somebody's own\n", encoding="utf-8")
    done = run("redact", folder, "-o", out, "--force")
    assert done.status == 3
    assert "is no report of this program" in done.err
    assert (out / "report.jsonl").read_text(encoding="utf-8") == "somebody's own\n"


def test_a_folder_as_texts(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (folder / "broken.docx").unlink()
    done = run("redact", folder, "-o", out, "--to", "txt")
    assert done.status == 0
    assert tuple((out / "县" / "speech.txt").read_text(encoding="utf-8").split("\n")) == DONE


def test_workers_change_nothing(folder: Path, tmp_path: Path) -> None:
    outs = [tmp_path / f"out{n}" for n in (1, 2)]
    for out, workers in zip(outs, ("1", "2"), strict=True):
        run("redact", folder, "-o", out, "-j", workers)
    assert tree(outs[0]) == tree(outs[1])
    for name in tree(outs[0]):
        assert (outs[0] / name).read_bytes() == (outs[1] / name).read_bytes()


def test_the_columns_of_a_table_must_be_named(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("编号,正文\n1,投资220万元\n2,请周明远同志到会\n", encoding="utf-8")
    done = run("redact", table, "-o", tmp_path / "out.csv")
    assert done.status == 2
    assert "--field 正文" in done.err
    assert run("redact", table, "-o", tmp_path / "out.csv", "--field", "正文").status == 0
    out = (tmp_path / "out.csv").read_text(encoding="utf-8")
    assert out == "编号,正文\n1,投资X万元\n2,请X同志到会\n"
    assert run("restore", tmp_path / "out.csv", "-o", tmp_path / "back.csv").status == 0
    assert (tmp_path / "back.csv").read_bytes() == table.read_bytes()


def test_records_pass_through_a_pipe() -> None:
    records = '{"id": 1, "text": "投资220万元"}\n{"id": 2, "text": "\\u8bf7周明远同志到会"}\n'
    done = spawn("redact", "-", "--field", "text", stdin=records.encode())
    assert done.status == 0
    assert [json.loads(line)["text"] for line in done.text.splitlines()] == [
        "投资X万元", "请X同志到会",
    ]  # fmt: skip


def test_records_that_were_changed_are_not_restored(tmp_path: Path) -> None:
    table = tmp_path / "table.jsonl"
    table.write_text('{"text": "投资220万元"}\n' * 3, encoding="utf-8")
    out = tmp_path / "out.jsonl"
    assert run("redact", table, "-o", out, "--field", "text").status == 0
    out.write_text(out.read_text(encoding="utf-8").replace("投资", "投入"), encoding="utf-8")
    done = run("restore", out, "-o", tmp_path / "back.jsonl")
    assert done.status == 3
    assert "was changed since" in done.err
    assert not (tmp_path / "back.jsonl").exists()


def test_a_skeleton_keeps_the_looks_of_a_word_document(tmp_path: Path) -> None:
    import docx as python_docx

    speech = docx(tmp_path / "speech.docx", *LINES, "花括号{{和}}也在")
    document = python_docx.Document(str(speech))
    document.paragraphs[2].runs[1].bold = True
    document.sections[0].header.paragraphs[0].text = "总投资350万元"
    document.save(str(speech))
    skeleton, sheet = tmp_path / "skeleton.docx", tmp_path / "values.csv"
    assert run("template", speech, "-o", skeleton, "--values", sheet).status == 0
    assert "220" not in everything_in(skeleton)
    assert "周明远" not in everything_in(skeleton)
    assert python_docx.Document(str(skeleton)).paragraphs[2].runs[1].bold
    filled = tmp_path / "filled.docx"
    assert run("fill", skeleton, sheet, "-o", filled).status == 0
    assert lines_of(filled) == lines_of(speech)


def test_the_other_commands_read_documents(tmp_path: Path) -> None:
    speech, out = docx(tmp_path / "speech.docx"), tmp_path / "out.docx"
    assert run("redact", speech, "-o", out).status == 0
    audit = run("audit", speech, out, "--format", "json")
    summary = json.loads(audit.out)["summary"]
    assert {verdict: count for verdict, count in summary.items() if count} == {"stripped": 4}
    assert run("scan", out).status == 0
    found = json.loads(run("scan", speech, "--format", "json").out)
    assert len(found["findings"]) == 4
    assert found["files"][0]["hidden"]
    slots = json.loads(run("extract", out).out)
    assert [slot["kind"] for slot in slots["slots"]] == ["money", "person", "place", "phone"]
    assert "raw" not in slots["source"]
    assert "周明远" in run("explain", speech).out.decode()


def test_the_audit_looks_beside_the_text(tmp_path: Path) -> None:
    speech = docx(tmp_path / "speech.docx")
    leaky = docx(tmp_path / "leaky.docx", *DONE, author="周明远")
    record = json.loads(run("audit", speech, leaky, "--format", "json").out)
    fact = next(fact for fact in record["facts"] if fact["text"] == "周明远")
    assert (fact["verdict"], fact["reason"]) == ("kept_elsewhere", "hidden")
    assert "creator" in fact["traces"][0]["where"]
    assert run("scan", leaky).status == 1


def test_the_same_from_a_program(tmp_path: Path) -> None:
    speech = docx(tmp_path / "speech.docx")
    made = redact_file(speech)
    (tmp_path / "out.docx").write_bytes(made.data)
    assert lines_of(tmp_path / "out.docx") == DONE
    manifest = made.manifest_for("out.docx")
    assert restore_file(made.data, manifest) == speech.read_bytes()
    with pytest.raises(RestoreError):
        restore_file(b"", manifest)
    assert redact_file(speech, to="txt").data.decode() == "\n".join(DONE)
    with pytest.raises(ValueError, match=r"not to \.pdf"):
        redact_file(speech, to="pdf")


def test_python_docx_opens_it(tmp_path: Path) -> None:
    import docx as python_docx

    made = redact_file(docx(tmp_path / "speech.docx"))
    document = python_docx.Document(io.BytesIO(made.data))
    assert tuple(paragraph.text for paragraph in document.paragraphs) == DONE


def test_tables_of_a_folder_may_lack_some_of_the_fields(tmp_path: Path) -> None:
    inside = tmp_path / "in"
    inside.mkdir()
    (inside / "a.csv").write_text("编号,正文\n1,投资220万元\n", encoding="utf-8")
    (inside / "b.jsonl").write_text('{"text": "投资220万元"}\n', encoding="utf-8")
    (inside / "c.csv").write_text("编号,备注\n1,投资220万元\n", encoding="utf-8")
    done = run("redact", inside, "-o", tmp_path / "out", "--field", "正文", "--field", "text")
    assert done.status == 0
    assert "2 redacted with 2 slots" in done.err
    assert "there is no column '正文'; --field takes 编号, 备注" in done.err
    assert (tmp_path / "out" / "b.jsonl").read_bytes() == '{"text": "投资X万元"}\n'.encode()
    alone = run("redact", inside / "a.csv", "-o", tmp_path / "a.csv", "--field", "text")
    assert alone.status == 2


def test_what_is_not_what_its_suffix_says_gets_one_that_is_right(tmp_path: Path) -> None:
    inside = tmp_path / "in"
    docx(inside / "speech.docx").rename(inside / "speech.pdf")
    (inside / "empty.pdf").write_bytes(b"")
    done = run("redact", inside, "-o", tmp_path / "out")
    assert done.status == 3
    assert lines_of(tmp_path / "out" / "speech.pdf.docx") == DONE
    assert "is empty, and no PDF" in done.err
    assert "is a Word document (docx) by its content" in done.err
    back = tmp_path / "back"
    manifest = tmp_path / "out" / "speech.slots.json"
    out = tmp_path / "out" / "speech.pdf.docx"
    assert run("restore", out, "-s", manifest, "-o", back).status == 0
    assert back.read_bytes() == (inside / "speech.pdf").read_bytes()


@pytest.mark.skipif(os.name != "posix", reason="links need a right that others do not give")
def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("\n".join(LINES), encoding="utf-8")
    inside = tmp_path / "in"
    inside.mkdir()
    (inside / "own.txt").write_text("\n".join(LINES), encoding="utf-8")
    (inside / "link.txt").symlink_to(tmp_path / "secret.txt")
    (inside / "near.txt").symlink_to(inside / "own.txt")
    done = run("redact", inside, "-o", tmp_path / "out")
    assert done.status == 0
    assert "leads out of the folder" in done.err
    assert tree(tmp_path / "out") == {
        "near.slots.json", "near.txt", "own.slots.json", "own.txt", "report.jsonl",
    }  # fmt: skip


@pytest.mark.skipif(os.name != "posix", reason="names are bytes on POSIX only")
def test_a_name_of_any_bytes(tmp_path: Path) -> None:
    inside = tmp_path / "in"
    inside.mkdir()
    (inside / os.fsdecode(b"\xff\xfe.txt")).write_text("\n".join(LINES), encoding="utf-8")
    assert run("redact", inside, "-o", tmp_path / "out").status == 0
    (line,) = (tmp_path / "out" / "report.jsonl").read_bytes().splitlines()
    record = json.loads(line)
    assert record["status"] == "done"
    assert record["input"].endswith(r"\udcff\udcfe.txt")


def test_half_of_a_pair_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"+2AA-220")
    done = run("redact", tmp_path / "a.txt", "-e", "utf-7", "-o", tmp_path / "out.txt")
    assert done.status == 3
    assert "half of a surrogate pair" in done.err
    assert tree(tmp_path) == {"a.txt"}
