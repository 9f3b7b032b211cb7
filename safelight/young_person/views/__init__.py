"""Pages of the young person's plan: those that the two of them look at, and those for an adult alone."""
