"""How old a reader has to be, by the Flesch-Kincaid grade: a school year, to which five years are added."""

import re

VOWELS = re.compile(r"[aeiouy]+")


def syllables(word: str) -> int:
    """How many syllables an English word has, near enough: groups of vowels less a silent ending."""
    plain = re.sub(r"[^a-z]", "", word.lower())
    if len(plain) <= 3:
        return 1
    silent = re.search(r"(?:[^laeiouy]|[^aeiouy]l)e$", plain) or re.search(r"[^aeioutd]ed$", plain)
    silent = silent or re.search(r"[^aeiouycgszx]es$", plain)
    count = len(VOWELS.findall(plain))
    if silent and not re.search(r"[^aeiouy]le$", plain):
        count -= 1
    return max(count, 1)


def reading_age(text: str) -> float:
    """The age at which ``text`` is easy to read. Each line counts as a sentence at least."""
    sentences = [part for part in re.split(r"[.!?:]+(?:\s|$)|\n+", text) if re.search(r"[A-Za-z]", part)]
    words = [word for part in sentences for word in re.findall(r"[A-Za-z][A-Za-z’'-]*", part)]
    if not words:
        raise ValueError("there is nothing to read")
    grade = 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    return grade + 5
