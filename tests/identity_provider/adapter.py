"""What the provider says of a person, as the test gave it."""

import time
from typing import Any

from allauth.idp.oidc.adapter import DefaultOIDCAdapter

from tests.identity_provider.provider import GIVEN


class Adapter(DefaultOIDCAdapter):
    """Adds how somebody signed in, and the address that the test wants handed out."""

    def get_claims(
        self, purpose: str, user: Any, client: Any, scopes: Any, email: str | None = None, **more: Any
    ) -> Any:
        """The usual claims, with those of the test."""
        claims = super().get_claims(purpose, user, client, scopes, email=email, **more)  # type: ignore[arg-type]
        told = GIVEN["people"][user.email]
        claims["email"] = told.get("email", user.email)
        claims["email_verified"] = told.get("verified", True)
        if purpose == "id_token":
            claims["auth_time"] = int(time.time())
            if "amr" in told:
                claims["amr"] = told["amr"]
        return claims
