from __future__ import annotations

import http.server
import io
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from anonymizer.documents import ReadError, Reading, load_document
from anonymizer.documents.document import Removal
from anonymizer.documents.office import soffice
from anonymizer.documents.office.document import (
    MOST_FILES,
    OfficeDocument,
    convert_all,
    read,
    read_all,
)
from anonymizer.documents.sniffing import sniff
from anonymizer.edits import Edit, Patch
from tests.documents import hostile
from tests.helpers import tree

ANY = Reading()
BODY, NOTE, BOX, CELL = (
    "全区完成投资220万元。",
    "其中省级330万元。",
    "框里写着440户。",
    "表里写着550亩。",
)
FILTERS = {
    "doc": "doc:MS Word 97",
    "dot": "dot:MS Word 97 Vorlage",
    "odt": "odt:writer8",
    "fodt": "fodt:OpenDocument Text Flat XML",
    "xml": "xml:MS Word 2003 XML",
}


def speech() -> bytes:
    """A docx with a footnote, a text box and a table."""
    box = (
        '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" id="b" '
        'type="#_x0000_t202" style="width:200pt;height:60pt"><v:textbox><w:txbxContent>'
        f"{hostile.paragraph(BOX)}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )
    table = (
        '<w:tbl><w:tblPr><w:tblW w:w="3000" w:type="dxa"/></w:tblPr><w:tblGrid>'
        f'<w:gridCol w:w="3000"/></w:tblGrid><w:tr><w:tc>{hostile.paragraph(CELL)}</w:tc></w:tr>'
        "</w:tbl>"
    )
    note = f'<w:p><w:r><w:t>{BODY}</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    parts = hostile.docx_parts(note + box + table + hostile.paragraph("完"))
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    types = parts["[Content_Types].xml"].decode()
    more = f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'
    parts["[Content_Types].xml"] = types.replace("</Types>", more).encode()
    parts["word/footnotes.xml"] = (
        f'<w:footnotes xmlns:w="{word}"><w:footnote w:id="2">{hostile.paragraph(NOTE)}'
        "</w:footnote></w:footnotes>"
    ).encode()
    parts["word/_rels/document.xml.rels"] = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="rId1" Target="footnotes.xml" Type="http://schemas.openxmlformats.org/'
        b'officeDocument/2006/relationships/footnotes"/></Relationships>'
    )
    return hostile.packed(parts)


def rich_text() -> bytes:
    """The speech as rich text, as Word writes its boxes; LibreOffice's own way out loses them."""

    def escaped(text: str) -> str:
        return "".join(rf"\u{ord(each) - 0x10000 * (each > '翿')}?" if each > "~" else each
                       for each in text)  # fmt: skip

    box = (
        r"{\shp{\*\shpinst\shpleft500\shptop500\shpright5000\shpbottom2000\shpwr3"
        r"{\sp{\sn shapeType}{\sv 202}}{\shptxt \pard " + escaped(BOX) + r"\par}}}"
    )
    table = r"\trowd\cellx3000\pard\intbl " + escaped(CELL) + r"\cell\row\pard "
    note = r"{\super\chftn}{\footnote\pard {\super\chftn} " + escaped(NOTE) + "}"
    return (r"{\rtf1\ansi\uc1 " + escaped(BODY) + note + box + r"\par " + table + r"\par}").encode()


@pytest.fixture(scope="session")
def office() -> str:
    """LibreOffice's program; without it tests are skipped, or fail where it is required."""
    program = soffice.find()
    if program is None:
        lacking = "no LibreOffice here, and ANONYMIZER_SOFFICE does not name one"
        if os.environ.get("ANONYMIZER_OFFICE") == "required":
            pytest.fail(lacking)
        pytest.skip(lacking)
    return program


@pytest.fixture(scope="session")
def made(office: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The speech in each format, made by LibreOffice; by suffix."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "speech.docx").write_bytes(speech())
    for filter_ in FILTERS.values():
        subprocess.run(
            [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
             "--convert-to", filter_, "--outdir", str(folder), str(folder / "speech.docx")],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
    done = {suffix: (folder / f"speech.{suffix}").read_bytes() for suffix in FILTERS}
    return {**done, "rtf": rich_text()}


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files, empty."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture(scope="session")
def opened(made: dict[str, bytes]) -> dict[str, OfficeDocument]:
    """The speech in each format, read."""
    documents = read_all([(f"a.{suffix}", data) for suffix, data in made.items()], ANY)
    for document in documents:
        assert isinstance(document, OfficeDocument), document
    return dict(zip(made, documents, strict=True))  # type: ignore[arg-type]


@pytest.mark.parametrize("suffix", ["rtf", *FILTERS])
def test_footnotes_boxes_and_tables_come_through(
    made: dict[str, bytes], opened: dict[str, OfficeDocument], suffix: str
) -> None:
    data, document = made[suffix], opened[suffix]
    text = document.source.text.replace("\n", "")
    assert [part for part in (BODY, NOTE, BOX, CELL) if part not in text] == []
    assert (document.format, document.data, document.source.raw) == ("office", data, data)
    assert document.name == f"a.{suffix}"


def test_a_wps_is_a_doc_under_another_name(
    made: dict[str, bytes], opened: dict[str, OfficeDocument], tmp_path: Path, scratch: Path
) -> None:
    (tmp_path / "讲话.wps").write_bytes(made["doc"])
    document = load_document(tmp_path / "讲话.wps")
    assert document.format == "office"
    assert document.notes == opened["doc"].notes  # no word on its suffix
    assert document.source.text == opened["doc"].source.text
    assert tree(scratch) == set()


def test_saved_it_is_a_docx_with_the_changes(opened: dict[str, OfficeDocument]) -> None:
    document = opened["doc"]
    number, start = next(
        (number, run.index("220")) for number, run in enumerate(document.runs) if "220" in run
    )
    change = Patch([Edit(start, start + 3, "X", "money")])
    saved = document.save({number: change}, [Removal("220", "money")])
    assert sniff(saved, "a.docx").kind == "docx"
    with zipfile.ZipFile(io.BytesIO(saved)) as file:
        xml = re.sub("<[^>]*>", "", file.read("word/document.xml").decode())
    assert BODY.replace("220", "X") in xml
    assert "220" not in xml


def test_many_are_read_as_each_alone(
    made: dict[str, bytes], opened: dict[str, OfficeDocument]
) -> None:
    files = {
        "a.doc": made["doc"],
        "b.doc": hostile.random_doc(),
        "c.doc": hostile.hollow_doc(),
        "d.doc": made["doc"],
        "e.doc": "只是一段文字".encode(),
    }
    first, damaged, hollow, last, text = read_all(list(files.items()), ANY)
    for document in (first, last):
        assert isinstance(document, OfficeDocument)
        assert document.source.text == opened["doc"].source.text
    assert str(damaged).startswith("b.doc: is damaged: ")
    assert str(text).startswith("e.doc: is no doc")
    assert isinstance(hollow, OfficeDocument)
    assert hollow.source.text.strip() == ""
    assert hollow.notes[0].startswith("c.doc: LibreOffice finds no text in it")


# --- what links to other files and to the network ---


def picture() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    rows = (b"\0" + bytes((1, 2, 3)) * 16) * 16
    header = struct.pack(">IIBBBBB", 16, 16, 8, 2, 0, 0, 0)
    image = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + image


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """A server's address, and what it was asked for."""
    paths: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_response(404)
            self.end_headers()

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", paths
    server.shutdown()
    server.server_close()
    thread.join()


def linking_odt(odt: bytes, folder: Path, server: str) -> bytes:
    """An OpenDocument text with sections, pictures and an object that are elsewhere."""
    with zipfile.ZipFile(io.BytesIO(odt)) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    frame = (
        '<draw:frame svg:width="2cm" svg:height="2cm" text:anchor-type="as-char">{}</draw:frame>'
    )
    linked = 'xlink:href="{}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"'
    more = "".join(
        f'<text:section text:name="{number}"><text:section-source xlink:href="{address}" '
        'text:filter-name="Text"/><text:p>before</text:p></text:section>'
        for number, address in enumerate((folder.as_uri() + "/secret.txt", f"{server}/s.txt"))
    ) + "".join(
        "<text:p>" + frame.format(f"<draw:{element} {linked.format(address)}/>") + "</text:p>"
        for element, address in (
            ("image", folder.as_uri() + "/secret.png"),
            ("image", f"{server}/i.png"),
            ("object", folder.as_uri() + "/secret.odt"),
        )
    )
    content = parts["content.xml"].decode().replace("</office:text>", f"{more}</office:text>")
    return hostile.packed({**parts, "content.xml": content.encode()})


def linking_rtf(folder: Path, server: str) -> bytes:
    """Rich text whose fields fetch files, written in several ways."""
    field = r"{\field{\*\fldinst %s}{\fldrslt before}}"
    return (
        r"{\rtf1\ansi "
        + field % f'INCLUDETEXT "{folder}/secret.txt"'
        + field % f'INCLUDEPICTURE "{folder}/secret.png"'
        + field % rf'{{INCL}}{{\b UDE}}PICTURE "{folder}/secret.png" \\d'
        + field % rf'{{\info PAGE}}{{INCLUDEPICTURE "{folder}/secret.png"}}'
        + field % rf'\'49NCLUDEPICTURE "{folder}/secret.png"'
        + rf'{{\field{{\fldinst INCLUDEPICTURE "{folder}/secret.png"}}{{\fldrslt b}}}}'
        + field % f'INCLUDEPICTURE "{server}/r.png"'
        + r"\par}"
    ).encode()


def pictures_and_text(docx: bytes) -> tuple[list[str], str]:
    with zipfile.ZipFile(io.BytesIO(docx)) as file:
        media = [name for name in file.namelist() if "/media/" in name]
        return media, file.read("word/document.xml").decode()


@pytest.mark.skipif(os.name != "posix", reason="the addresses are written the POSIX way")
@pytest.mark.parametrize("way", ["odt", "rtf", "doc"])
def test_no_other_file_is_read_and_no_server_asked(
    office: str,
    made: dict[str, bytes],
    tmp_path: Path,
    asked: tuple[str, list[str]],
    way: str,
) -> None:
    server, paths = asked
    (tmp_path / "secret.txt").write_text("SECRET", encoding="utf-8")
    (tmp_path / "secret.png").write_bytes(picture())
    (tmp_path / "secret.odt").write_bytes(made["odt"])
    data = (
        linking_rtf(tmp_path, server)
        if way == "rtf"
        else linking_odt(made["odt"], tmp_path, server)
    )
    if way == "doc":
        # LibreOffice itself makes a doc with INCLUDEPICTURE of it; here it may not look either.
        (tmp_path / "link.odt").write_bytes(data)
        profile = tmp_path / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(soffice._registry(), "utf-8")
        subprocess.run(
            [office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to",
             FILTERS["doc"], "--outdir", str(tmp_path), str(tmp_path / "link.odt")],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        data = (tmp_path / "link.doc").read_bytes()
        assert "INCLUDEPICTURE".encode("utf-16-le") in data or b"INCLUDEPICTURE" in data
    docx = convert_all([(f"a.{way}", data)])[0]
    assert isinstance(docx, bytes)
    media, xml = pictures_and_text(docx)
    assert media == []
    assert "SECRET" not in xml
    assert paths == []
    if way != "doc":
        assert "before" in xml


# --- a program in LibreOffice's place that does as its inputs say ---

STAND_IN = """#!{python}
import json, os, shutil, stat, subprocess, sys, time
from pathlib import Path
out = Path(sys.argv[sys.argv.index("--outdir") + 1])
inputs = [Path(each) for each in sys.argv[sys.argv.index("--outdir") + 2 :]]
profile = out.parent / "profile"
told = {{
    "arguments": sys.argv[1:],
    "inputs": [path.name for path in inputs],
    "mode": stat.S_IMODE(out.parent.stat().st_mode),
    "home": os.environ["HOME"],
    "settings": (profile / "user/registrymodifications.xcu").read_text("utf-8"),
    "variables": sorted(os.environ),
}}
with open({log!r}, "a", encoding="utf-8") as log:
    log.write(json.dumps(told) + "\\n")
print("chatter about", *inputs)
print("chatter", file=sys.stderr)
for path in inputs:
    data = path.read_bytes()
    if b"HANG" in data:
        child = subprocess.Popen(["sleep", "600"])
        Path({pid!r} + "-").write_text(str(child.pid))
        os.replace({pid!r} + "-", {pid!r})
        time.sleep(600)
    if b"CRASH" in data:
        os.abort()
    if b"SLOW" in data:
        time.sleep(0.4)
    if b"NOTHING" not in data:
        made = Path({docx!r}).read_bytes()
        (out / (path.stem + ".docx")).write_bytes(made[:300] if b"HALF" in data else made)
"""


class StandIn:
    """The stand-in's calls, as it told of them."""

    def __init__(self, folder: Path) -> None:
        self.log = folder / "log"
        self.pid = folder / "pid"
        self.docx = hostile.packed(hostile.docx_parts())
        (folder / "a.docx").write_bytes(self.docx)
        self.program = folder / "stand-in"
        self.program.write_text(
            STAND_IN.format(
                python=sys.executable,
                log=str(self.log),
                pid=str(self.pid),
                docx=str(folder / "a.docx"),
            ),
            "utf-8",
        )
        self.program.chmod(0o755)

    @property
    def calls(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.log.read_text("utf-8").splitlines()]


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scratch: Path) -> StandIn:
    if os.name != "posix":
        pytest.skip("the stand-in is a POSIX script")
    made = StandIn(tmp_path)
    monkeypatch.setenv(soffice.PROGRAM_VARIABLE, str(made.program))
    return made


def rtf(word: str) -> bytes:
    return rf"{{\rtf1 {word}}}".encode()


def test_it_works_in_a_room_of_its_own(stand_in: StandIn, scratch: Path) -> None:
    assert convert_all([("../讲话\n.rtf", rtf("GOOD"))]) == [stand_in.docx]
    (call,) = stand_in.calls
    assert call["mode"] == 0o700
    assert Path(call["home"]).is_relative_to(scratch)
    assert call["inputs"] == ["0.rtf"]
    (profile,) = (each for each in call["arguments"] if each.startswith("-env:UserInstallation="))
    assert profile.startswith(f"-env:UserInstallation={scratch.as_uri()}/")
    assert "--infilter=Rich Text Format" in call["arguments"]
    for setting in ("DisableMacrosExecution", "BlockUntrustedRefererLinks"):
        assert f'"{setting}" oor:op="fuse"><value>true<' in call["settings"]
    assert '"MacroSecurityLevel" oor:op="fuse"><value>3<' in call["settings"]
    assert not {"DISPLAY", "PYTHONPATH"} & set(call["variables"])
    assert tree(scratch) == set()


def test_many_go_into_one_start(stand_in: StandIn) -> None:
    files = [(f"{number}.rtf", rtf("GOOD")) for number in range(MOST_FILES + 2)]
    assert convert_all(files) == [stand_in.docx] * len(files)
    assert [len(call["inputs"]) for call in stand_in.calls] == [MOST_FILES, 2]


def test_kinds_go_apart_and_come_back_in_order(stand_in: StandIn) -> None:
    files = [("a.rtf", rtf("NOTHING")), ("b.txt", b"a"), ("c.fodt", FLAT), ("d.rtf", rtf("GOOD"))]
    results = convert_all(files)
    assert [type(result) for result in results] == [ReadError, ReadError, bytes, bytes]
    assert str(results[1]) == "b.txt: is no doc, wps, rtf or odt by its content"
    assert [call["inputs"] for call in stand_in.calls] == [["0.rtf", "1.rtf"], ["0.fodt"]]


FLAT = (
    b'<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    b'office:mimetype="application/vnd.oasis.opendocument.text"/>'
)


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("NOTHING", "is damaged: LibreOffice cannot read it"),
        ("HALF", "is damaged: LibreOffice cannot read it"),
        ("CRASH", "cannot be converted: LibreOffice broke down over it"),
        ("HANG", "cannot be converted: LibreOffice was not done with it after 1 s"),
    ],
)
def test_one_that_fails_fails_alone(
    stand_in: StandIn, scratch: Path, monkeypatch: pytest.MonkeyPatch, word: str, said: str
) -> None:
    monkeypatch.setenv(soffice.TIMEOUT_VARIABLE, "1")
    files = [("a.rtf", rtf("GOOD")), ("bad.rtf", rtf(word)), ("c.rtf", rtf("GOOD"))]
    first, bad, last = convert_all(files)
    assert (first, last) == (stand_in.docx, stand_in.docx)
    assert isinstance(bad, ReadError)
    assert str(bad).startswith(f"bad.rtf: {said}")
    assert "chatter" not in str(bad)
    assert "save" in str(bad)
    assert tree(scratch) == set()


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")  # one that nobody has waited for yet is dead all the same
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] != "Z"


def is_gone(stand_in: StandIn) -> bool:
    """Whether the process that the stand-in started has ended, or soon will have."""
    pid = int(stand_in.pid.read_text())
    until = time.monotonic() + 10
    while is_alive(pid) and time.monotonic() < until:
        time.sleep(0.05)
    return not is_alive(pid)


def test_what_hangs_is_ended_with_all_that_it_started(
    stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(soffice.TIMEOUT_VARIABLE, "1")
    (result,) = convert_all([("a.rtf", rtf("HANG"))])
    assert isinstance(result, ReadError)
    assert is_gone(stand_in)


def test_the_time_is_for_each_file(stand_in: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(soffice.TIMEOUT_VARIABLE, "1.5")
    files = [(f"{number}.rtf", rtf("SLOW")) for number in range(6)]
    assert convert_all(files) == [stand_in.docx] * 6
    assert len(stand_in.calls) == 1


def test_an_interruption_leaves_nothing(
    stand_in: StandIn, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted() -> float:
        if stand_in.pid.exists():
            raise KeyboardInterrupt
        return 0.0

    monkeypatch.setattr(soffice, "time", SimpleNamespace(monotonic=interrupted))
    with pytest.raises(KeyboardInterrupt):
        convert_all([("a.rtf", rtf("HANG"))])
    assert tree(scratch) == set()
    assert is_gone(stand_in)


def test_without_libreoffice_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(soffice.PROGRAM_VARIABLE, raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(ReadError) as raised:
        read(rtf("GOOD"), "a.rtf", ANY)
    message = str(raised.value)
    assert message.startswith("a.rtf: is read by LibreOffice, which is not here; install it")
    for cure in ("libreoffice-writer", "brew", "winget", soffice.PROGRAM_VARIABLE, "as docx"):
        assert cure in message
    assert "\n" not in message
    assert "://" not in message


def test_a_wrong_variable_is_said(stand_in: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(soffice.TIMEOUT_VARIABLE, "soon")
    with pytest.raises(ReadError, match=r"a\.rtf: ANONYMIZER_SOFFICE_TIMEOUT: is not a number"):
        read(rtf("GOOD"), "a.rtf", ANY)
    monkeypatch.setenv(soffice.PROGRAM_VARIABLE, "no-such-program")
    with pytest.raises(ReadError, match=r"a\.rtf: ANONYMIZER_SOFFICE: names no program"):
        read(rtf("GOOD"), "a.rtf", ANY)


@pytest.mark.parametrize("system", ["darwin", "linux"])
def test_it_is_found_in_its_usual_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: str
) -> None:
    (within, *_) = soffice._WITHIN[system]
    program = tmp_path / within.replace("*", "7.4")
    program.parent.mkdir(parents=True)
    program.touch(0o755)
    monkeypatch.delenv(soffice.PROGRAM_VARIABLE, raising=False)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setitem(soffice._PLACES, system, (str(tmp_path),))
    monkeypatch.setattr(sys, "platform", system)
    assert soffice.find() == str(program)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.fodt", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///c">]>' + FLAT, "document type"),
        ("a.odt", hostile.odt_bomb(), "would unpack to more than"),
        ("a.doc", hostile.encrypted_doc(), "protected by a password"),
        ("a.doc", b"", "is no doc"),
    ],
    ids=["entity", "bomb", "password", "empty"],
)
def test_what_is_not_for_libreoffice_never_reaches_it(
    stand_in: StandIn, name: str, data: bytes, said: str
) -> None:
    with pytest.raises(ReadError, match=said):
        read(data, name, ANY)
    assert not stand_in.log.exists()
