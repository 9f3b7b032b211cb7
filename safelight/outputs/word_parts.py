"""Small parts of a Word file that python-docx has no call for, written in WordprocessingML (ECMA-376).

Objects of python-docx carry no types, so they are `Any` here.
"""

from collections.abc import Collection
from typing import Any
from xml.sax.saxutils import quoteattr

_FONT = "Arial"
_SIZES = {"Normal": 9.5, "Heading 1": 16, "Heading 2": 13, "Heading 3": 11, "Heading 4": 10, "Caption": 10}
_THEME_FONTS = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")

# Word refuses a file whose cell properties stand in another order than the standard's.
_AFTER_GROUND = ("w:noWrap", "w:tcMar", "w:textDirection", "w:tcFitText", "w:vAlign", "w:hideMark")

# What Word itself writes for a watermark: a drawn text behind the page, held by the header.
_WATERMARK = (
    '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">'
    "<w:rPr><w:noProof/></w:rPr><w:pict>"
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"'
    ' path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/>'
    '<v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>'
    '<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/>'
    '<v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/></v:formulas>'
    '<v:path textpathok="t" o:connecttype="custom"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
    '<v:shape type="#_x0000_t136" alt={alt} style="position:absolute;margin-left:0;margin-top:0;'
    "width:380pt;height:110pt;rotation:325;z-index:-251658752;mso-position-horizontal:center;"
    "mso-position-horizontal-relative:margin;mso-position-vertical:center;"
    'mso-position-vertical-relative:margin" fillcolor="#d9d9d9" stroked="f">'
    '<v:fill opacity=".5"/><v:textpath style="font-family:&quot;Arial&quot;;font-size:1pt" string={alt}/>'
    "</v:shape></w:pict></w:r>"
)


def use_plain_styles(file: Any) -> None:
    """Black sans-serif text in the styles that documents use, in place of the template's blue headings."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    for name, size in _SIZES.items():
        style = file.styles[name]
        style.font.name, style.font.size = _FONT, Pt(size)
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.font.italic = False
        # A theme's font would win over the one that is named.
        for theme in _THEME_FONTS:
            style.element.rPr.rFonts.attrib.pop(qn(f"w:{theme}"), None)
    file.styles["Normal"].paragraph_format.space_after = Pt(3)
    file.styles["Heading 1"].paragraph_format.space_before = Pt(0)
    for name in ("Header", "Footer"):
        file.styles[name].font.size = Pt(8.5)
        # The template's stops are those of a portrait American page.
        file.styles[name].paragraph_format.tab_stops.clear_all()


def set_language(file: Any, language: str) -> None:
    """Make `language` (a BCP 47 tag) the language of all text, so that it is spelt and read aloud in it."""
    from docx.oxml.ns import qn

    for found in file.styles.element.iter(qn("w:lang")):
        found.set(qn("w:val"), language)


def repeat_as_heading(row: Any) -> None:
    """Print this row of a table again at the top of each page."""
    _add_flag(row._tr.get_or_add_trPr(), "tblHeader")


def keep_on_one_page(row: Any) -> None:
    """Move a row to the next page rather than split it."""
    _add_flag(row._tr.get_or_add_trPr(), "cantSplit")


def pad_cells(table: Any) -> None:
    """Leave room above and below the text of each cell."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    margins = OxmlElement("w:tblCellMar")
    for edge in ("top", "bottom"):
        margin = OxmlElement(f"w:{edge}")
        margin.set(qn("w:w"), "45")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    look.addprevious(margins)


def set_row_height(row: Any, height: float) -> None:
    """Make a row at least `height` millimetres high."""
    from docx.enum.table import WD_ROW_HEIGHT_RULE
    from docx.shared import Mm

    row.height, row.height_rule = Mm(height), WD_ROW_HEIGHT_RULE.AT_LEAST


def shade(cell: Any) -> None:
    """Give a cell the grey ground of a label."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    ground = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", "E8E8E8")):
        ground.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().insert_element_before(ground, *_AFTER_GROUND)


def set_borders(cell: Any, kept: Collection[str]) -> None:
    """Leave a cell only the borders named: of "top", "left", "bottom" and "right"."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders = OxmlElement("w:tcBorders")
    for edge in ("top", "left", "bottom", "right"):
        line = OxmlElement(f"w:{edge}")
        line.set(qn("w:val"), "single" if edge in kept else "nil")
        borders.append(line)
    cell._tc.get_or_add_tcPr().insert_element_before(borders, "w:shd", *_AFTER_GROUND)


def add_page_number(paragraph: Any, page_word: str, of_word: str) -> None:
    """End a paragraph with "Page 1 of 3", counted by Word."""
    paragraph.add_run(f"{page_word} ")
    _add_count(paragraph, "PAGE")
    paragraph.add_run(f" {of_word} ")
    _add_count(paragraph, "NUMPAGES")


def add_watermark(paragraph: Any, words: str) -> None:
    """Draw large pale words across each page that has this header paragraph."""
    from docx.oxml import parse_xml

    paragraph._p.append(parse_xml(_WATERMARK.format(alt=quoteattr(words))))


def _add_count(paragraph: Any, instruction: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    shown = OxmlElement("w:r")
    number = OxmlElement("w:t")
    number.text = "1"
    shown.append(number)
    field.append(shown)
    paragraph._p.append(field)


def _add_flag(properties: Any, name: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    flag = OxmlElement(f"w:{name}")
    flag.set(qn("w:val"), "true")
    properties.append(flag)
