"""What an engine says to its user instead of translating: refusals, announcements, offers and remarks."""

from __future__ import annotations

import re

from pipeline.guards.output import Output, plain

# At the start of the output.
_OPENING = re.compile(
    r"[\"'“(*\s]{0,4}(?:"
    r"(?:(?:sure|certainly|absolutely|understood|got it|noted|no problem|alright|great question)[,!.]"
    r"|(?:sure|certainly|of course|absolutely|okay|ok|yes)[,!.]? (?:here\b|i (?:can|will|understand)\b|i'(?:ll|m)\b))"
    r"|(?:here is|here's|here are|below is|this is|the following is) (?:the|a|an|your|my|our) "
    r"(?:\w+ ){0,2}(?:translat|summar|english|poem|requested|text you|answer|list you)"
    r"|(?:the )?(?:english |correct |requested )?(?:translation|translated text|summary)"
    r"(?: (?:is|of|in)\b[^:.]{0,40})?:"
    r"|as (?:you )?(?:requested|instructed|asked),"
    r"|please (?:provide|note that (?:the|this) translat|let me know)"
    r"|(?:the|this|your) (?:provided|given|supplied|input) (?:text|sentence|article|passage)\b"
    r"|(?:the|this) (?:arabic )?(?:text|sentence|passage|phrase) "
    r"(?:you provided|provided|says|means|translates|is asking|appears)\b"
    r"|in english,? (?:this|it|the (?:text|sentence))\b)",
    re.IGNORECASE,
)
# Wherever it stands.
_ANYWHERE = re.compile(
    r"\b(?:let me know|feel free to ask|please let me know) if you\b|\bhow (?:can|may) i (?:help|assist) you\b"
    r"|\bis there anything else (?:i can|you)\b|\bi hope this (?:helps|translation)"
    r"|\btranslat(?:or's|ion) note\b|\bnote:? (?:the|this) (?:translation|text|arabic|sentence|original)\b"
    r"|\(note: |\bi (?:have |'ve )?(?:translated|summarized) the (?:text|sentence|article|above)\b"
    r"|\bmy (?:training data|knowledge cut-?off|programming|guidelines)\b|\bas of my last (?:update|training)\b",
    re.IGNORECASE,
)
_SERVE = (
    r"(?:assist|help (?:with|you)|translate|provide|fulfil|comply|complete|process|do that|engage|generate|"
    r"answer that|ignore|disregard|follow)"
)
_UNABLE = r"(?:cannot|can't|can not|am unable|'m unable|am not able|won't|do not|don't)"
_REFUSAL = re.compile(
    r"\bas an? (?:ai|artificial intelligence|(?:large )?language model|virtual assistant)\b"
    r"|\bi(?: am|'m) (?:just |only )?an? (?:ai|language model)\b"
    rf"|\bi(?: am|'m) (?:very |so |really )?(?:sorry|afraid),? (?:but )?(?:that )?(?:i|we) {_UNABLE}"
    rf"|\bi(?: am|'m) (?:unable|not able|not allowed|not permitted|not programmed) to {_SERVE}"
    rf"|\bi (?:cannot|can't|can not|won't|will not) {_SERVE}"
    r"|\bi (?:apologi[sz]e|must decline|have to decline|refuse to (?:translate|answer|comply))\b"
    r"[^.]{0,60}\b(?:translat|request|instruction|assist|provide|confusion)"
    r"|\bi (?:will|'ll|shall|am going to) (?:now )?(?:ignore|disregard|forget) "
    r"(?:all |the |any |your |these |those |previous |prior ){0,3}(?:instructions?|above|text|prompt)"
    r"|\b(?:this|your) request (?:cannot be|is not|violates|goes against)\b",
    re.IGNORECASE,
)
_APOSTROPHE = re.compile(r"(?<=\w)’(?=\w)")
_QUOTES = re.compile(r"[\"“”«»‘’]")
_QUOTED = re.compile('"[^"]{0,400}"|“[^”]{0,400}”|«[^»]{0,400}»|‘[^’]{0,400}’')


def is_chatter(output: Output) -> bool:
    """It speaks to the user: an opening such as "Here is the translation", a remark on the text, an offer of help."""
    return _says(output, _OPENING.match(output.text)) or _says(output, _ANYWHERE.search(output.text))


def is_refusal(output: Output) -> bool:
    """It says, in any place, that it cannot, may not or will not do what was asked, or that it is a machine.

    Somebody whom the article quotes may say so: within quotation marks, where the source has some too.
    """
    text = (
        output.text.replace("’s", "'s").replace("’m", "'m").replace("’t", "'t").replace("’l", "'l").replace("’v", "'v")
    )
    if _QUOTES.search(output.source) or ":" in output.source:
        text = _QUOTED.sub(" ", text)
    return _says(output, _REFUSAL.search(text))


def _says(output: Output, found: re.Match[str] | None) -> bool:
    """Whether what was found is not in the source, which may quote a chatbot in English."""
    return found is not None and plain(found[0]).lstrip("\"'“(*") not in plain(output.source)
