"""Every prompt, in one place.

A prompt is a fixed prefix, the text, and a fixed suffix. The prefix is the same for every text, so that an engine with
a prefix cache computes it once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Turn = tuple[str, str]
"""Who speaks ("system", "user" or "assistant"), and what is said."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """What a model is to answer: the turns so far, and what its answer begins with, if an engine can put that there."""

    turns: Sequence[Turn]
    start: str = ""


PROMPT_VERSION = 1
"""Goes up with every change that can change an output; stored results of another version are not comparable."""

_TRANSLATOR = (
    "You are a professional translator. Translate the Arabic news text into fluent English. Translate everything, add "
    "nothing, and keep every number, percentage, date and name exactly as in the Arabic."
)
_TRANSLATIONS = (
    (
        "على الرغم من اعتراض المزارعين، تعتزم الوزارة رفع سعر المياه مرتين قبل نهاية العقد، وفقًا لما ورد في بيان صدر "
        "يوم الخميس.",
        "Despite the objections of farmers, the ministry intends to raise the price of water twice before the end of "
        "the decade, according to a statement issued on Thursday.",
    ),
    (
        "وقال الطبيب سامر الحلبي إن أكثر من سبعة ملايين طفل تلقوا اللقاح بحلول منتصف مارس، أي نحو ثلثي المستهدفين.",
        "Doctor Samer al-Halabi said that more than seven million children had received the vaccine by mid-March, "
        "about two thirds of those targeted.",
    ),
    (
        "يبلغ عدد سكان الجزيرة مليونين ونصف المليون نسمة، يعمل ربعهم في صيد الأسماك منذ القرن التاسع عشر.",
        "The island has a population of two and a half million, a quarter of whom have worked in fishing since the "
        "19th century.",
    ),
    (
        "أعلنت شركة النقل البحري «مرسى» أن أرباحها بلغت 3.4 مليار درهم في الربع الأول من عام 2022، بزيادة قدرها 18% عن "
        "الفترة نفسها من العام السابق.",
        "The shipping company Marsa announced that its profits reached 3.4 billion dirhams in the first quarter of "
        "2022, an increase of 18% over the same period of the previous year.",
    ),
)
"""Invented sentences that show what is easily lost: number words, magnitudes, fractions, bounds, periods, clause order.

Against no examples, with the same instruction, on 64 FLORES dev and 32 NTREX lines with numbers: chrF2 41.8 to 42.3,
number errors 42 to 32. Eight examples gave 41.8 and 30 at twice the length.
"""

HINT = "Glossary:"
"""What stands before a hint, below the text."""

SHORT_REQUEST = "Translate into English:"
"""What stands before the text in the prompt that an adapter is trained on."""

SUMMARY_START = "1."
"""What the answer to a request for a summary begins with."""

_SUMMARIZER = "You are a news editor. You summarize articles faithfully."


def translation(text: str, *, hint: str = "") -> str:
    """`translation_turns` as ChatML."""
    return chatml(translation_turns(text, hint=hint))


def translation_turns(text: str, *, hint: str = "") -> list[Turn]:
    """Asks for the English of one Arabic segment; `hint` says how its quantities read in English."""
    asked = f"{text}\n\n{HINT} {hint}" if hint else text
    return _conversation(_TRANSLATOR, asked, examples=_TRANSLATIONS)


def short_translation_turns(text: str, *, hint: str = "") -> list[Turn]:
    """As `translation_turns`, for a model whose adapter was trained on exactly this prompt."""
    asked = f"{text}\n\n{HINT} {hint}" if hint else text
    return [("user", f"{SHORT_REQUEST}\n{neutralize(asked)}")]


def summary(text: str, *, sentences: int, figures: Sequence[str] = ()) -> str:
    """`summary_turns` as ChatML, with the start of the answer."""
    return chatml(summary_turns(text, sentences=sentences, figures=figures)) + SUMMARY_START


def summary_turns(text: str, *, sentences: int, figures: Sequence[str] = ()) -> list[Turn]:
    """Asks for `sentences` sentences on an English text; the answer's lines are numbered from 2 on.

    `figures` are to be mentioned, in the words of the text.

    The number 1 goes before the answer: begun as a list, it has the length asked for. Asked for "bullet points"
    this model lists every sentence of the article or repeats one, and asked for a paragraph it loops.
    """
    asked = (
        f"What are the {sentences} key takeaways, with their figures? Combine related facts. Answer with {sentences} "
        "numbered sentences only."
        if sentences > 1
        else "What is the key takeaway, with its figures? Answer with one numbered sentence only."
    )
    mention = f" Be sure to mention: {'; '.join(figures)}." if figures else ""
    return _conversation(_SUMMARIZER, f"Article:\n{text}\n\n{asked}{mention}")


def chatml(turns: Sequence[Turn]) -> str:
    """The conversation in ChatML, the form that the Qwen models were trained on, up to the answer."""
    return "".join(f"<|im_start|>{role}\n{text}<|im_end|>\n" for role, text in turns) + "<|im_start|>assistant\n"


def neutralize(text: str) -> str:
    """`text` without the character pairs that open a control token, so that an article cannot end its own turn.

    Tokenizers read `<|im_end|>` as a control token wherever it stands; with a space inside it is only text.
    """
    return text.replace("<|", "< |")


def _conversation(system: str, user: str, *, examples: Sequence[Turn] = ()) -> list[Turn]:
    turns = [("system", system)]
    for asked, answered in examples:
        turns += [("user", asked), ("assistant", answered)]
    turns.append(("user", neutralize(user)))
    return turns
