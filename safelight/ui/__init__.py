"""How Safelight looks: the page layout, its components, its style sheet and its charts."""
