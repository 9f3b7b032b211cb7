"""Sentences of ours about copies: how each stands, and what stands in its way."""

from django.utils.translation import gettext as _

from safelight.sharing.copies import CopyState
from safelight.sharing.queries.safety import Stop


def stop_words(stop: Stop, *, telephone: bool = False) -> str:
    """What stands in the way, and what to do about it. The log shows why; a family never reads this."""
    if telephone and stop is Stop.NO_ADDRESS:
        return _("There is no number to ring. Add one, or tell them in person.")
    if telephone and stop in (Stop.CHANNEL_UNSAFE, Stop.NOT_CHECKED):
        return _("Their telephone is unsafe or nobody has checked it. Tell them in person.")
    return {
        Stop.FAMILY_RISK: _(
            "A parent or carer may pose a risk. Nothing goes to the child or the family until a safeguarding lead or "
            "manager has decided under “Safe contact”."
        ),
        Stop.RISK: _(
            "This person may pose a risk or is marked unsafe. A safeguarding lead or manager decides first, under "
            "“Safe contact”."
        ),
        Stop.CHANNEL_UNSAFE: _("This way of reaching them is unsafe. Choose another, or ask for a decision."),
        Stop.NOT_CHECKED: _(
            "Nobody has checked that this is safe, so it counts as unsafe. Check it on their page under “People”, or "
            "choose another way."
        ),
        Stop.NO_ADDRESS: _("There is no e-mail address."),
        Stop.GONE: _("They may not be given this any more."),
        Stop.NEEDS_DECISION: _(
            "They are outside the child’s network, or the level does not call for it: decide first whether to share."
        ),
    }[stop]


def state_words(state: CopyState) -> str:
    """How a copy stands."""
    return {
        CopyState.PREPARED: _("Ready to go"),
        CopyState.HALTED: _("Halted"),
        CopyState.SENT: _("Sent"),
        CopyState.NOT_DELIVERED: _("Not delivered"),
        CopyState.OPENED: _("Opened"),
        CopyState.ACKNOWLEDGED: _("They have it"),
        CopyState.RECALLED: _("Recalled"),
        CopyState.NOT_SHARED: _("Decided not to share"),
    }[state]
