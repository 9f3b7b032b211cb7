"""The ways in on paper: the same questions as the pages for people without an account, in the same order (CH-14)."""

from safelight.front_door.choices import Kind
from safelight.front_door.helplines import CHILDLINE, FIRST, FIRST_FOR_ADULTS, SILENT
from safelight.front_door.questions import FORMS, Question
from safelight.outputs.content import (
    Block,
    CheckLine,
    Document,
    Field,
    FieldTable,
    Heading,
    Note,
    Option,
    Paragraph,
    Section,
    cell,
)
from safelight.outputs.forms.pages import DEMO

_MILLIMETRES_A_LINE = 8
_FOR = {Kind.YOUNG_PERSON: "form for young people", Kind.PARENT: "form for parents, carers and relatives"}


def blank_tell_document(kind: Kind, *, demo: bool = False) -> Document:
    """The form for one kind of sender, to fill in by hand and give to somebody who is trusted.

    The header does not say what it is about: it may be seen in a bag.
    """
    form = FORMS[kind]
    blocks: list[Block] = [Note(_ring(kind)), *(Paragraph(str(sentence)) for sentence in form.lead)]
    for heading, questions in form.groups:
        blocks.append(Heading(str(heading)))
        blocks += [_asked(question) for question in questions]
    blocks += [
        Heading("What happens next"),
        Paragraph(
            "Give this to someone you trust, such as a teacher, a youth worker or a nurse. They pass it on to the "
            "people who keep children safe here. If a child may be hurt, those may have to tell others, such as a "
            "social worker or the police. Handing in this form does not tell the police."
        ),
    ]
    return Document(
        title=f"Tell us: {_FOR[kind]}",
        sections=(Section(tuple(blocks)),),
        header=DEMO if demo else "",
        footer="Keep it where nobody else finds it",
        watermark="DEMO" if demo else None,
    )


def _ring(kind: Kind) -> str:
    lines = ["In danger now? Ring 999.", f"{SILENT.name} {SILENT.note}"]
    helps = FIRST if kind is Kind.YOUNG_PERSON else FIRST_FOR_ADULTS
    lines += [f"{each.name} {each.number}. {each.note}" for each in helps]
    checked = CHILDLINE.checked_on
    return "\n".join([*lines, f"Numbers checked {checked.day} {checked:%B %Y}."])


def _asked(question: Question) -> FieldTable:
    label = str(question.label)
    if question.hint:
        label = f"{label}{'' if label.endswith('?') else '.'} {question.hint}"
    if question.choices:
        boxes = CheckLine(tuple(Option(str(words)) for _value, words in question.choices))
        return FieldTable(((Field(label, cell(boxes)),),))
    return FieldTable(((Field(label),),), question.lines * _MILLIMETRES_A_LINE + 4)
