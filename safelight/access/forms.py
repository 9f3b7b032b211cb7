"""The forms for signing in and for one's own password."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SignInForm(forms.Form):
    """E-mail address and password."""

    email = forms.EmailField(
        error_messages={
            "required": _("Enter your e-mail address"),
            "invalid": _("Enter an e-mail address like name@example.org"),
        }
    )
    password = forms.CharField(strip=False, error_messages={"required": _("Enter your password")})


class PasswordForm(forms.Form):
    """The present password and a new one."""

    current = forms.CharField(strip=False, error_messages={"required": _("Enter your present password")})
    new = forms.CharField(strip=False, error_messages={"required": _("Enter a new password")})
