"""The provider's web application, with its tables and people made at the start."""

import django
from django.core.management import call_command

django.setup()
call_command("migrate", verbosity=0)

from allauth.idp.oidc.models import Client  # noqa: E402  # tables first
from django.contrib.auth import get_user_model  # noqa: E402
from django.contrib.auth.hashers import make_password  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402

from tests.identity_provider.provider import CLIENT, GIVEN, PASSWORD, SECRET  # noqa: E402

Client.objects.get_or_create(
    id=CLIENT,
    defaults={
        "name": "Safelight",
        "secret": make_password(SECRET),
        "scopes": "openid\nprofile\nemail",
        "redirect_uris": "\n".join(GIVEN["redirects"]),
        "skip_consent": True,
    },
)
for number, address in enumerate(GIVEN["people"]):
    if not get_user_model().objects.filter(email=address).exists():
        get_user_model().objects.create_user(username=f"person{number}", email=address, password=PASSWORD)

application = get_wsgi_application()
