"""The rating engine: a toolkit's rating rules are data, and this package only reads them.

`definition` says what a rule may be, `rules` joins it with the toolkit's own codes, `engine` suggests a level for
one child, and `bulk` suggests levels for a great many at once. Nothing here knows a code of any toolkit.
"""
