"""A PDF that opens only with a passphrase."""

import io

from pypdf import PdfReader, PdfWriter


def locked(pdf: bytes, passphrase: str) -> bytes:
    """The same PDF, encrypted with ``passphrase`` (AES-256), and no property of its making."""
    read = PdfReader(io.BytesIO(pdf))
    writer = PdfWriter(clone_from=read)
    # The document's title is shown by viewers and needed by screen readers; it is neutral. Who wrote it says nothing.
    writer.metadata = {"/Title": read.metadata.title or "" if read.metadata else ""}
    writer.encrypt(user_password=passphrase, owner_password=None, algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
