"""Documents to print and send: one source of content, one renderer a format, one function a form."""
