"""What is wrong with a page's HTML: used on every page that a test fetches, by test client or browser."""

from collections import Counter
from xml.etree.ElementTree import Element

import html5lib

XHTML = "{http://www.w3.org/1999/xhtml}"
SITE = "Safelight"


def html_problems(source: str) -> list[str]:
    """What a browser would silently mend or a screen reader stumble over; empty when the page is sound.

    Looks for parse errors, a missing or unnamed title, a missing language, not exactly one ``h1`` and one
    ``main``, ids that occur twice, references to ids that are not there, and anything the strict content
    security policy would drop: inline styles, inline scripts, event attributes.
    """
    parser = html5lib.HTMLParser(namespaceHTMLElements=True)
    tree: Element = parser.parse(source)
    problems = [f"line {place[0]}: {code} {data or ''}".rstrip() for place, code, data in parser.errors]

    title = (tree.findtext(f".//{XHTML}title") or "").strip()
    if not title.endswith(SITE) or title == SITE:
        problems.append(f"the title “{title}” does not say what the page is and end with {SITE}")
    if not tree.get("lang"):
        problems.append("the page does not name its language")
    for tag in ("h1", "main"):
        if (count := len(tree.findall(f".//{XHTML}{tag}"))) != 1:
            problems.append(f"{count} {tag} elements, not one")

    elements = [element for element in tree.iter() if isinstance(element.tag, str)]
    ids = Counter(element.get("id") for element in elements if element.get("id") is not None)
    problems += [f"the id “{name}” occurs {count} times" for name, count in ids.items() if count > 1]
    for element in elements:
        tag = element.tag.removeprefix(XHTML)
        for attribute in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
            for name in (element.get(attribute) or "").split():
                if name not in ids:
                    problems.append(f"{tag} {attribute} names “{name}”, which is not there")
        href = element.get("href") or ""
        if tag == "a" and href.startswith("#") and len(href) > 1 and href[1:] not in ids:
            problems.append(f"a link leads to “{href}”, which is not there")
        problems += [f"{tag} has {name}" for name in element.attrib if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and not element.get("src")):
            problems.append(f"an inline {tag}")
    return problems
