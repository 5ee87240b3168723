"""A maker of Word documents whose text stands in every place where Word puts text.

The XML is written here by hand, since the libraries that make Word documents know only a few of
these places. Text is cut into many runs, as Word does while people write.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from html import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
TYPES = "application/vnd.openxmlformats-officedocument"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{space}"'
    for prefix, space in {
        "w": W,
        "r": OFFICE,
        "a": f"{DRAWING}/main",
        "wp": f"{DRAWING}/wordprocessingDrawing",
        "pic": f"{DRAWING}/picture",
        "c": f"{DRAWING}/chart",
        "dgm": f"{DRAWING}/diagram",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    }.items()
)
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'


def png(width: int = 10, height: int = 10) -> bytes:
    """A red picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        size, check = len(data), zlib.crc32(kind + data)
        return struct.pack(">I", size) + kind + data + struct.pack(">I", check)

    rows = (b"\0" + b"\xcc\x33\x33" * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def pieces(text: str, size: int = 2) -> list[str]:
    """A text cut into pieces of some characters."""
    return [text[at : at + size] for at in range(0, len(text), size)]


def runs(text: str, element: str = "w:t") -> str:
    """A text in many runs, every other one in bold, with the noise that Word puts between."""
    made = []
    for number, piece in enumerate(pieces(text)):
        bold = "<w:b/>" if number % 2 else ""
        made.append(
            f'<w:r w:rsidR="00A1{number:04X}"><w:rPr><w:rFonts w:hint="eastAsia"/>{bold}</w:rPr>'
            f"<{element}>{escape(piece)}</{element}></w:r>"
        )
    return '<w:proofErr w:type="spellStart"/>'.join(made)


def paragraph(text: str) -> str:
    return f'<w:p w14:paraId="1A2B3C4D">{runs(text)}</w:p>'


def drawn_runs(text: str, size: int = 2) -> str:
    """A text in many runs of a drawing."""
    return "".join(
        f'<a:r><a:rPr lang="zh-CN"/><a:t>{escape(piece)}</a:t></a:r>'
        for piece in pieces(text, size)
    )


def cell(content: str) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="4000" w:type="dxa"/></w:tcPr>{content}</w:tc>'


def table(content: str, properties: str = "") -> str:
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/>{properties}</w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="4000"/></w:tblGrid><w:tr>{content}</w:tr></w:tbl>'
    )


def inline(content: str, uri: str, described: str = 'name="图片 1"', number: int = 1) -> str:
    """A drawing within a line."""
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="2400000" cy="1200000"/><wp:docPr id="{number}" {described}/>'
        f'<a:graphic><a:graphicData uri="{uri}">{content}</a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def picture(alt: str) -> str:
    described = f'name="图片 1" descr="{escape(alt)}"'
    content = (
        f'<pic:pic><pic:nvPicPr><pic:cNvPr id="7" {described}/><pic:cNvPicPr/></pic:nvPicPr>'
        '<pic:blipFill><a:blip r:embed="rIdPicture"/><a:stretch><a:fillRect/></a:stretch>'
        '</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="240000" cy="240000"/>'
        '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
    )
    return f"<w:p>{inline(content, f'{DRAWING}/picture', described)}</w:p>"


def text_box(text: str) -> str:
    """A text box in both copies: as programs of today read it, and as older ones do."""
    shape = (
        '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/>'
        '<a:ext cx="4800000" cy="600000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        f"</a:prstGeom></wps:spPr><wps:txbx><w:txbxContent>{paragraph(text)}</w:txbxContent>"
        "</wps:txbx><wps:bodyPr/></wps:wsp>"
    )
    uri = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
    drawing = inline(shape, uri, 'name="文本框 2"', 2).removeprefix("<w:r>").removesuffix("</w:r>")
    return (
        f'<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice>'
        '<mc:Fallback><w:pict><v:shape id="文本框 2" style="width:380pt;height:50pt"><v:textbox>'
        f"<w:txbxContent>{paragraph(text)}</w:txbxContent></v:textbox></v:shape></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


def control(content: str, properties: str) -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def field(instruction: str, result: str, data: str = "") -> str:
    """A field as it is mostly written: a beginning, an instruction, a result and an end."""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>'
        f"{runs(instruction, 'w:instrText')}"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{runs(result)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def smart_art() -> str:
    content = (
        '<dgm:relIds r:dm="rId-diagramData" r:lo="rId-diagramLayout" '
        'r:qs="rId-diagramQuickStyle" r:cs="rId-diagramColors"/>'
    )
    drawing = inline(content, f"{DRAWING}/diagram", 'name="图示 4"', 4)
    return f"<w:p>{drawing}</w:p>"


def chart_frame() -> str:
    content = '<c:chart r:id="rId-chart"/>'
    drawing = inline(content, f"{DRAWING}/chart", 'name="图表 3"', 3)
    return f"<w:p>{drawing}</w:p>"


def ruby(text: str) -> str:
    """A text with a phonetic guide, letter for letter."""
    guided = "".join(
        '<w:r><w:ruby><w:rubyPr><w:rubyAlign w:val="center"/><w:hps w:val="10"/>'
        '<w:hpsRaise w:val="18"/><w:hpsBaseText w:val="21"/><w:lid w:val="zh-CN"/></w:rubyPr>'
        f"<w:rt><w:r><w:t>yīn{number}</w:t></w:r></w:rt>"
        f"<w:rubyBase><w:r><w:t>{letter}</w:t></w:r></w:rubyBase></w:ruby></w:r>"
        for number, letter in enumerate(text)
    )
    return f"<w:p>{guided}</w:p>"


def hyphenated(text: str) -> str:
    """A text whose hyphens do not break, and whose first digit is a symbol."""
    made = []
    symbol = False
    for letter in text:
        if letter == "-":
            made.append("<w:r><w:noBreakHyphen/></w:r>")
        elif letter.isdigit() and not symbol:
            symbol = True
            code = f"F0{ord(letter):02X}"
            made.append(f'<w:r><w:sym w:font="Symbol" w:char="{code}"/></w:r>')
        else:
            made.append(f"<w:r><w:t>{letter}</w:t></w:r>")
    return f"<w:p>{''.join(made)}</w:p>"


def tracked(kind: str, content: str, number: int) -> str:
    """A tracked change; ``kind`` is ``ins``, ``del``, ``moveFrom`` or ``moveTo``."""
    made = f'w:id="{number}" w:author="某人" w:date="2024-03-05T08:00:00Z"'
    return f"<w:{kind} {made}>{content}</w:{kind}>"


BODY: dict[str, Callable[[str], str]] = {
    "body": paragraph,
    "table": lambda text: table(cell(paragraph(text)) + cell("<w:p/>")),
    "nested table": lambda text: table(cell(table(cell(paragraph(text))) + "<w:p/>")),
    "table caption": lambda text: table(
        cell("<w:p/>"),
        f'<w:tblCaption w:val="{escape(text)}"/><w:tblDescription w:val="{escape(text)}"/>',
    ),
    "text box": text_box,
    "content control": lambda text: control(paragraph(text), '<w:id w:val="12"/>'),
    "control alias": lambda text: control(
        "<w:p/>", f'<w:alias w:val="{escape(text)}"/><w:tag w:val="{escape(text)}"/>'
    ),
    "control list": lambda text: control(
        "<w:p/>",
        f'<w:dropDownList><w:listItem w:displayText="{escape(text)}" w:value="{escape(text)}"/>'
        "</w:dropDownList>",
    ),
    "field result": lambda text: f"<w:p>{field(' QUOTE ', text)}</w:p>",
    "field instruction": lambda text: "<w:p>" + field(f' QUOTE "{text}" ', "略") + "</w:p>",
    "simple field": lambda text: (
        f'<w:p><w:fldSimple w:instr=" COMMENTS &quot;{escape(text)}&quot; ">'
        f"{runs('略')}</w:fldSimple></w:p>"
    ),
    "form field": lambda text: (
        "<w:p>"
        + field(
            " FORMTEXT ",
            "略",
            f'<w:ffData><w:name w:val="F1"/><w:enabled/><w:helpText w:type="text" '
            f'w:val="{escape(text)}"/><w:textInput><w:default w:val="{escape(text)}"/>'
            "</w:textInput></w:ffData>",
        )
        + "</w:p>"
    ),
    "hyperlink": lambda text: (
        f'<w:p><w:hyperlink w:anchor="_Toc1" w:tooltip="看原文">{runs(text)}</w:hyperlink></w:p>'
    ),
    "tooltip": lambda text: (
        f'<w:p><w:hyperlink w:anchor="_Toc1" w:tooltip="{escape(text)}">{runs("略")}'
        "</w:hyperlink></w:p>"
    ),
    "smart tag": lambda text: (
        '<w:p><w:smartTag w:uri="urn:schemas-microsoft-com:office:smarttags" '
        f'w:element="PersonName">{runs(text)}</w:smartTag></w:p>'
    ),
    "insertion": lambda text: f"<w:p>{runs('记录。')}{tracked('ins', runs(text), 51)}</w:p>",
    "deletion": lambda text: (
        f"<w:p>{runs('记录。')}{tracked('del', runs(text, 'w:delText'), 52)}</w:p>"
    ),
    "move": lambda text: (
        f"<w:p>{runs('记录。')}{tracked('moveFrom', runs(text), 53)}</w:p>"
        f"<w:p>{tracked('moveTo', runs(text), 54)}</w:p>"
    ),
    "alt text": picture,
    "word art": lambda text: (
        '<w:p><w:r><w:pict><v:shape id="s9" style="width:300pt;height:40pt" type="#t136">'
        f'<v:textpath style="font-family:SimSun" string="{escape(text)}"/></v:shape></w:pict>'
        "</w:r></w:p>"
    ),
    "equation": lambda text: (
        "<w:p><m:oMath>"
        + "".join(f"<m:r><m:t>{escape(piece)}</m:t></m:r>" for piece in pieces(text))
        + "</m:oMath></w:p>"
    ),
    "phonetic guide": ruby,
    "hyphens": hyphenated,
    "bookmark": lambda text: (
        f'<w:p><w:bookmarkStart w:id="1" w:name="{escape(text)}"/><w:bookmarkEnd w:id="1"/></w:p>'
    ),
}
"""What stands in the main part, by place."""

ELSEWHERE = (
    "header",
    "footer",
    "footnote",
    "endnote",
    "comment",
    "chart title",
    "chart category",
    "diagram",
    "glossary",
    "list label",
)
PLACES = (*BODY, *ELSEWHERE)

MAIN_TYPE = f"{TYPES}.wordprocessingml.document.main+xml"
CONTENT_TYPES = {
    **{
        kind: f"{TYPES}.wordprocessingml.{kind}"
        for kind in ("header", "footer", "footnotes", "endnotes", "comments", "numbering")
    },
    "glossaryDocument": f"{TYPES}.wordprocessingml.document.glossary",
    "chart": f"{TYPES}.drawingml.chart",
    "diagramData": f"{TYPES}.drawingml.diagramData",
    "diagramLayout": f"{TYPES}.drawingml.diagramLayout",
    "diagramQuickStyle": f"{TYPES}.drawingml.diagramStyle",
    "diagramColors": f"{TYPES}.drawingml.diagramColors",
    "diagramDrawing": "application/vnd.ms-office.drawingml.diagramDrawing",
}
RELATION_HOMES = {"diagramDrawing": "http://schemas.microsoft.com/office/2007/relationships"}


def chart(title: str, category: str) -> str:
    return (
        f"{XML}<c:chartSpace {NAMESPACES}><c:chart><c:title><c:tx><c:rich><a:bodyPr/><a:p>"
        f"{drawn_runs(title)}</a:p></c:rich></c:tx></c:title><c:plotArea><c:layout/><c:barChart>"
        '<c:barDir val="col"/><c:ser><c:idx val="0"/><c:order val="0"/><c:cat><c:strRef>'
        '<c:f>Sheet1!$A$2</c:f><c:strCache><c:ptCount val="1"/><c:pt idx="0">'
        f"<c:v>{escape(category)}</c:v></c:pt></c:strCache></c:strRef></c:cat><c:val><c:numRef>"
        '<c:f>Sheet1!$B$2</c:f><c:numCache><c:ptCount val="1"/><c:pt idx="0"><c:v>4.3</c:v></c:pt>'
        '</c:numCache></c:numRef></c:val></c:ser><c:axId val="1"/><c:axId val="2"/></c:barChart>'
        '<c:catAx><c:axId val="1"/><c:scaling/><c:delete val="0"/><c:axPos val="b"/>'
        '<c:crossAx val="2"/></c:catAx><c:valAx><c:axId val="2"/><c:scaling/><c:delete val="0"/>'
        '<c:axPos val="l"/><c:crossAx val="1"/></c:valAx></c:plotArea></c:chart></c:chartSpace>'
    )


def diagram(text: str) -> str:
    return (
        f'{XML}<dgm:dataModel {NAMESPACES}><dgm:ptLst><dgm:pt modelId="1" type="doc"/>'
        f'<dgm:pt modelId="2"><dgm:t><a:bodyPr/><a:p>{drawn_runs(text)}</a:p></dgm:t></dgm:pt>'
        '</dgm:ptLst><dgm:cxnLst><dgm:cxn modelId="3" srcId="1" destId="2" srcOrd="0" '
        'destOrd="0"/></dgm:cxnLst><dgm:bg/><dgm:whole/><dgm:extLst><a:ext '
        'uri="http://schemas.microsoft.com/office/drawing/2008/diagram"><dsp:dataModelExt '
        'xmlns:dsp="http://schemas.microsoft.com/office/drawing/2008/diagram" '
        'relId="rId-diagramDrawing" minVer="http://schemas.openxmlformats.org/drawingml/2006/diagram"/>'
        "</a:ext></dgm:extLst></dgm:dataModel>"
    )


def drawn_diagram(text: str) -> str:
    """The diagram as it was drawn last, its text in other runs than in the data."""
    return (
        f"{XML}<dsp:drawing {NAMESPACES} "
        'xmlns:dsp="http://schemas.microsoft.com/office/drawing/2008/diagram"><dsp:spTree>'
        '<dsp:nvGrpSpPr><dsp:cNvPr id="0" name=""/><dsp:cNvGrpSpPr/></dsp:nvGrpSpPr>'
        '<dsp:grpSpPr/><dsp:sp modelId="{2}"><dsp:nvSpPr><dsp:cNvPr id="0" name=""/>'
        '<dsp:cNvSpPr/></dsp:nvSpPr><dsp:spPr><a:xfrm><a:off x="0" y="0"/>'
        '<a:ext cx="2400000" cy="1200000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        f"</a:prstGeom></dsp:spPr><dsp:txBody><a:bodyPr/><a:p>{drawn_runs(text, 3)}</a:p>"
        "</dsp:txBody></dsp:sp></dsp:spTree></dsp:drawing>"
    )


def part_of(root: str, content: str) -> str:
    return f"{XML}<w:{root} {NAMESPACES}>{content}</w:{root}>"


def notes(kind: str, text: str) -> str:
    return part_of(
        f"{kind}s",
        f'<w:{kind} w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:{kind}>'
        f'<w:{kind} w:id="2"><w:p><w:r><w:{kind}Ref/></w:r>{runs(text)}</w:p></w:{kind}>',
    )


def numbering(label: str) -> str:
    return part_of(
        "numbering",
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        f'<w:numFmt w:val="decimal"/><w:lvlText w:val="{escape(label)}%1、"/></w:lvl>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
    )


def glossary(text: str) -> str:
    return part_of(
        "glossaryDocument",
        '<w:docParts><w:docPart><w:docPartPr><w:name w:val="AutoText1"/></w:docPartPr>'
        f"<w:docPartBody>{paragraph(text)}</w:docPartBody></w:docPart></w:docParts>",
    )


def document(secrets: Mapping[str, str], before: str = "", after: str = "") -> str:
    body = "".join(BODY[place](text) for place, text in secrets.items() if place in BODY)
    marks = (
        '<w:p><w:r><w:t xml:space="preserve">说明 </w:t></w:r>'
        '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:endnoteReference w:id="2"/></w:r>'
        '<w:r><w:commentReference w:id="0"/></w:r><w:r><w:tab/><w:t>。</w:t></w:r></w:p>'
    )
    drawings = (chart_frame() if "chart title" in secrets else "") + (
        smart_art() if "diagram" in secrets else ""
    )
    section = (
        '<w:sectPr w:rsidR="00A10000"><w:headerReference w:type="default" r:id="rId-header"/>'
        '<w:footerReference w:type="default" r:id="rId-footer"/>'
        '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1800" w:bottom="1440" '
        'w:left="1800" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>'
    )
    numbered = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
        "<w:r><w:t>事项</w:t></w:r></w:p>"
    )
    return part_of(
        "document", f"<w:body>{before}{body}{drawings}{marks}{numbered}{after}{section}</w:body>"
    )


def secrets_docx(secrets: Mapping[str, str], before: str = "", after: str = "") -> bytes:
    """A document with a text in each of some places; see :data:`PLACES`.

    ``before`` and ``after`` are XML of the body around all that.
    """
    text = {place: secrets.get(place, "略") for place in ELSEWHERE}
    comment = f'<w:comment w:id="0" w:author="某人" w:initials="M">{paragraph(text["comment"])}'
    empty = f'{NAMESPACES} uniqueId="urn:a"'
    parts = {
        "header1.xml": ("header", part_of("hdr", paragraph(text["header"]))),
        "footer1.xml": ("footer", part_of("ftr", paragraph(text["footer"]))),
        "footnotes.xml": ("footnotes", notes("footnote", text["footnote"])),
        "endnotes.xml": ("endnotes", notes("endnote", text["endnote"])),
        "comments.xml": ("comments", part_of("comments", f"{comment}</w:comment>")),
        "numbering.xml": ("numbering", numbering(secrets.get("list label", ""))),
        "glossary/document.xml": ("glossaryDocument", glossary(text["glossary"])),
        "charts/chart1.xml": ("chart", chart(text["chart title"], text["chart category"])),
        "diagrams/data1.xml": ("diagramData", diagram(text["diagram"])),
        "diagrams/layout1.xml": ("diagramLayout", f"{XML}<dgm:layoutDef {empty}/>"),
        "diagrams/quickStyle1.xml": ("diagramQuickStyle", f"{XML}<dgm:styleDef {empty}/>"),
        "diagrams/colors1.xml": ("diagramColors", f"{XML}<dgm:colorsDef {empty}/>"),
        "diagrams/drawing1.xml": ("diagramDrawing", drawn_diagram(text["diagram"])),
    }
    relations = "".join(
        f'<Relationship Id="rId-{relation}" Type="{RELATION_HOMES.get(relation, OFFICE)}/'
        f'{relation}" Target="{name}"/>'
        for name, (relation, _) in parts.items()
    )
    relations += f'<Relationship Id="rIdPicture" Type="{OFFICE}/image" Target="media/image1.png"/>'
    overrides = "".join(
        f'<Override PartName="/word/{name}" ContentType="{CONTENT_TYPES[relation]}+xml"/>'
        for name, (relation, _) in parts.items()
    )
    return package(
        {
            "[Content_Types].xml": content_types(
                f'<Override PartName="/word/document.xml" ContentType="{MAIN_TYPE}"/>{overrides}'
            ),
            "_rels/.rels": relationships(
                f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" '
                'Target="word/document.xml"/>'
            ),
            "word/document.xml": document(secrets, before, after),
            "word/_rels/document.xml.rels": relationships(relations),
            "word/media/image1.png": png(),
            **{f"word/{name}": content for name, (_, content) in parts.items()},
        }
    )


def content_types(overrides: str) -> str:
    return (
        f'{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="png" ContentType="image/png"/>{overrides}</Types>'
    )


def relationships(entries: str) -> str:
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{XML}<Relationships xmlns="{space}">{entries}</Relationships>'


def package(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip file of parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return made.getvalue()


def body_docx(body: str, namespaces: str = NAMESPACES, root: str = "w") -> bytes:
    """A small document of a body's XML; ``root`` is the prefix of Word's own names."""
    return package(
        {
            "[Content_Types].xml": content_types(
                f'<Override PartName="/word/document.xml" ContentType="{MAIN_TYPE}"/>'
            ),
            "_rels/.rels": relationships(
                f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" '
                'Target="word/document.xml"/>'
            ),
            "word/document.xml": f"{XML}<{root}:document {namespaces}><{root}:body>{body}"
            f"</{root}:body></{root}:document>",
        }
    )
