"""Rules that texts order for deputies' suggestions, where they are applied to citizens' opinions.  Pure.

The regulations read here speak of deputies alone.  What the portal takes over from them for an opinion is practice
of the office, and is said to be: 参照, by analogy.
"""

BY_ANALOGY = "参照"


def by_analogy(article: str) -> str:
    """The article as it is shown with an opinion; one that cites no text, or says 参照 itself, stays."""
    if "《" not in article or BY_ANALOGY in article:
        return article
    return f"{BY_ANALOGY}{article}"
