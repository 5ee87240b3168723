"""Packages written part by part, for tests of what stands in them."""

from __future__ import annotations

from anonymizer.documents.ooxml.package import Package

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def relations(*entries: tuple[str, str, str] | tuple[str, str, str, str]) -> bytes:
    """Relationships: id, the end of the type, target, and the mode if there is one."""
    lines = "".join(
        f'<Relationship Id="{entry[0]}" Type="{OFFICE}/{entry[1]}" Target="{entry[2]}"'
        + (f' TargetMode="{entry[3]}"' if len(entry) == 4 else "")
        + "/>"
        for entry in entries
    )
    return f'<Relationships xmlns="{RELS}">{lines}</Relationships>'.encode()


def types(overrides: dict[str, str]) -> bytes:
    """Content types with the usual defaults."""
    lines = "".join(
        f'<Override PartName="/{part}" ContentType="{type_}"/>' for part, type_ in overrides.items()
    )
    return (
        f'<Types xmlns="{TYPES}"><Default Extension="rels" ContentType="application/'
        'vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{lines}</Types>'
    ).encode()


def document(body: str) -> bytes:
    """The main part of a docx."""
    return f"<w:document {W} {R}><w:body>{body}</w:body></w:document>".encode()


def paragraph(text: str) -> str:
    return f'<w:p w:rsidR="00AB12CD"><w:r><w:t>{text}</w:t></w:r></w:p>'


def package(
    body: str,
    parts: dict[str, bytes | str] | None = None,
    links: tuple[tuple[str, ...], ...] = (),
    main: str = MAIN,
) -> Package:
    """A docx with some parts besides, and relationships of its main part."""
    held = {
        "[Content_Types].xml": types({"word/document.xml": main}),
        "_rels/.rels": relations(("rId1", "officeDocument", "word/document.xml")),
        "word/document.xml": document(body),
        "word/_rels/document.xml.rels": relations(*links),  # type: ignore[arg-type]
    }
    for name, data in (parts or {}).items():
        held[name] = data.encode() if isinstance(data, str) else data
    return Package(held)
