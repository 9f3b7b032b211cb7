"""The Jinja environment that every page is rendered with.

Settings name it: ``TEMPLATES = [{"BACKEND": "django.template.backends.jinja2.Jinja2",
"OPTIONS": {"environment": "safelight.ui.jinja.environment", "context_processors": [...]}}]``.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.template.utils import get_app_template_dirs
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext
from jinja2 import (
    BaseLoader,
    ChainableUndefined,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
)

from safelight.ui import charts, columns, ecomap, formats


def language_code() -> str:
    """The language of the page for ``<html lang>``: ``en``, ``cy``."""
    return (get_language() or "en").split("-")[0]


@lru_cache(maxsize=8192)
def _said(language: str | None, message: str) -> str:
    return gettext(message)


def said(message: str) -> str:
    """``message`` in the language of the page. Kept for the life of the process: the matrix says a thousand."""
    return _said(get_language(), message)


def url(name: str, *args: object, **kwargs: object) -> str:
    """Address of a named page: ``url("children:overview", child.pk)``; ``NoReverseMatch`` if unknown."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


GLOBALS: dict[str, Callable[..., Any]] = {
    "static": static,
    "url": url,
    "language_code": language_code,
    "columns": columns.columns,
    "step_chart": charts.step_chart,
    "step_table": charts.step_table,
    "level_name": charts.level_name,
    "draw_ecomap": ecomap.ecomap,
    "plural": formats.plural,
    "sentences": formats.sentences,
}

FILTERS: dict[str, Callable[..., Any]] = {
    "date": formats.date,
    "short_date": formats.short_date,
    "day": formats.day,
    "time": formats.time,
    "datetime": formats.date_and_time,
    "age": formats.age,
    "tel": formats.tel,
    "quoted": formats.quoted,
    "with_count": formats.with_count,
}


def environment(**options: Any) -> Environment:
    """Build the environment for Django's Jinja2 backend.

    Templates are found in the ``templates/`` folder of every installed app and, under
    ``govuk_frontend_jinja/``, in the package of the GOV.UK components. Those components read options
    that were not given, so an undefined value may be chained; it renders as nothing.
    """
    loaders: list[BaseLoader] = []
    given = options.pop("loader", None)
    if given is not None:
        loaders.append(given)
    loaders.append(FileSystemLoader([str(path) for path in get_app_template_dirs("templates")]))
    loaders.append(PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}))
    options["undefined"] = ChainableUndefined
    options["autoescape"] = True
    extensions = [*options.pop("extensions", []), "jinja2.ext.i18n"]
    made = Environment(loader=ChoiceLoader(loaders), extensions=extensions, **options)  # noqa: S701
    install: Callable[..., None] = made.install_gettext_callables  # type: ignore[attr-defined]
    install(said, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext)
    made.globals.update(GLOBALS)
    made.filters.update(FILTERS)
    return made
