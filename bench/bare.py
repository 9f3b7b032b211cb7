"""The bare page that ``script/bench pages`` stands beside: 25 names of a table in order, and nothing else."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from safelight.children.models import Child

_PAGE = """<!doctype html><title>Names</title><table>
{% for child in children %}<tr><td>{{ child.family_name }}</td><td>{{ child.given_name }}</td></tr>{% endfor %}
</table>"""


def names(request: HttpRequest) -> HttpResponse:
    """25 children of the signed-in person's partnership by name, without asking who may see whom."""
    children = Child.objects.filter(partnership_id=request.user.partnership_id)  # type: ignore[union-attr]
    listed = children.order_by("family_name", "given_name", "pk")[:25]
    return HttpResponse(engines.all()[0].from_string(_PAGE).render({"children": listed}))


urlpatterns = [path("bare/", names), path("", include("safelight.config.urls"))]
