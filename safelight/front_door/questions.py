"""What each form asks, on the page and on paper: the same questions in the same order (CH-14).

Plain words, for a reader of twelve. Only the first question needs an answer.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from safelight.front_door.choices import NOT_AT_ALL, Kind, Way

Text = str | Promise


@dataclass(frozen=True)
class Question:
    """One question: the name of its field, what is asked, a hint, and the answers to choose from, if there are any.

    ``lines`` is how many lines there are to write on.
    """

    name: str
    label: Text
    hint: Text = ""
    choices: tuple[tuple[str, Text], ...] = ()
    lines: int = 1


@dataclass(frozen=True)
class Questions:
    """A form: its heading, what stands before it, and the questions under their headings."""

    kind: Kind
    choose: Text
    heading: Text
    lead: tuple[Text, ...]
    groups: tuple[tuple[Text, tuple[Question, ...]], ...]
    needed: Text

    @property
    def all(self) -> tuple[Question, ...]:
        """Every question, in order."""
        return tuple(question for _heading, questions in self.groups for question in questions)


_WAYS = (
    (Way.TELEPHONE.value, _("Ring me")),
    (Way.TEXT.value, _("Send me a text")),
    (Way.EMAIL.value, _("Send me an e-mail")),
)
_WAY_SCHOOL = (Way.SCHOOL.value, _("Talk to me at school or college"))
_WAY_NONE = (NOT_AT_ALL, _("Do not contact me"))

# Asked in the same words on more than one form.
_WHERE = Question("where_text", _("Where is this?"), _("Such as a town, a street, a school or an app."))
_NOT_TO_KNOW = Question("not_to_know", _("Who must not find out that you told us?"), lines=2)

YOUNG_PERSON = Questions(
    Kind.YOUNG_PERSON,
    choose=_("I am a young person"),
    heading=_("Tell us what is happening"),
    lead=(
        _("You can tell us about you or about a friend. It is not your fault. You are not in trouble for telling us."),
        _("You do not have to give your name. Leave out anything you like."),
    ),
    groups=(
        (
            _("What is happening"),
            (
                Question(
                    "words",
                    _("What do you want to tell us?"),
                    _("Use your own words. A few words are enough."),
                    lines=8,
                ),
                Question(
                    "about_whom",
                    _("Who is it about?"),
                    choices=(("me", _("Me")), ("other", _("Someone else")), ("unsaid", _("I do not want to say"))),
                ),
                Question("name", _("A name, if you want to give one"), _("A nickname is fine.")),
                Question("age", _("How old are you, or how old are they?")),
                _WHERE,
            ),
        ),
        (
            _("How we can answer you safely"),
            (
                Question(
                    "safe_way",
                    _("How can we answer you safely?"),
                    _("Pick one that nobody else will see or hear."),
                    choices=(*_WAYS, _WAY_SCHOOL, _WAY_NONE),
                ),
                Question(
                    "safe_contact",
                    _("The number, e-mail or school"),
                    _("For school, tell us which one and who you trust there."),
                ),
                Question("safe_when", _("When is it safe?"), _("Such as after school, or only on Mondays.")),
                _NOT_TO_KNOW,
            ),
        ),
    ),
    needed=_("Tell us what is happening. A few words are enough."),
)

PARENT = Questions(
    Kind.PARENT,
    choose=_("I am a parent, carer or relative"),
    heading=_("Tell us about your worry"),
    lead=(
        _("If someone is hurting or using your child, it is not your child’s fault, and it is not yours."),
        _("You do not have to give your name. Leave out anything you like."),
    ),
    groups=(
        (
            _("Your worry"),
            (
                Question(
                    "words",
                    _("What are you worried about?"),
                    _("Write what you have seen or heard. You do not need to be sure."),
                    lines=8,
                ),
                Question("name", _("Who is it about?"), _("Your child’s name, and yours if you want to give it.")),
                Question("age", _("How old is your child?")),
                _WHERE,
            ),
        ),
        (
            _("How we can answer you safely"),
            (
                Question(
                    "safe_way",
                    _("How can we answer you safely?"),
                    _("Pick one that nobody else will see or hear."),
                    choices=(*_WAYS, _WAY_NONE),
                ),
                Question("safe_contact", _("The number or e-mail")),
                Question("safe_when", _("When is it safe?"), _("Such as in the mornings.")),
                _NOT_TO_KNOW,
            ),
        ),
    ),
    needed=_("Tell us what you are worried about. A few words are enough."),
)

PUBLIC = Questions(
    Kind.PUBLIC,
    choose=_("I live or work here, and I am worried about a child"),
    heading=_("Tell us about your worry"),
    lead=(
        _("Seen something in a hotel, a shop, a taxi, a park or next door? A worry is enough. You do not need proof."),
        _("You do not have to give your name. Leave out anything you like."),
    ),
    groups=(
        (
            _("Your worry"),
            (
                Question(
                    "words",
                    _("What have you seen or heard?"),
                    _("Write what happened, when, and what people and cars looked like."),
                    lines=8,
                ),
                Question("name", _("Who is it about?"), _("A name or nickname, or what they look like.")),
                Question("age", _("About how old is the child?")),
                Question("where_text", _("Where was it?"), _("Such as a street, a shop or an app.")),
            ),
        ),
        (
            _("If we want to ask you something"),
            (
                Question(
                    "safe_way",
                    _("How can we answer you safely?"),
                    choices=(*_WAYS, _WAY_NONE),
                ),
                Question("safe_contact", _("The number or e-mail"), _("And your name, if you want to give it.")),
                Question("safe_when", _("When is a good time?")),
                _NOT_TO_KNOW,
            ),
        ),
    ),
    needed=_("Tell us what you have seen or heard. A few words are enough."),
)

FORMS: dict[Kind, Questions] = {each.kind: each for each in (YOUNG_PERSON, PARENT, PUBLIC)}
ABOUT_WHOM = dict(YOUNG_PERSON.all[1].choices)
