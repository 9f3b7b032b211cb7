"""`safelight rate`: cases in as JSON, suggestions out as JSON."""
