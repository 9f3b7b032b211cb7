"""Requests for what is held about a child, holds, disposals, and corrections."""

from safelight.governance.models.corrections import Correction
from safelight.governance.models.requests import (
    BundleEntry,
    Reason,
    Redaction,
    RequestedBy,
    SubjectAccessRequest,
    SubjectAccessReview,
)
from safelight.governance.models.retention import AdoptedSchedule, Disposal, DisposalReview, LegalHold

__all__ = [
    "AdoptedSchedule",
    "BundleEntry",
    "Correction",
    "Disposal",
    "DisposalReview",
    "LegalHold",
    "Reason",
    "Redaction",
    "RequestedBy",
    "SubjectAccessRequest",
    "SubjectAccessReview",
]
