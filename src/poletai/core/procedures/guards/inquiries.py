"""Guards about inquiries: how soon a question has to be answered once it was asked."""

from poletai.core.procedures.context import Context
from poletai.core.procedures.guards.guard import guard


def _question_within(context: Context, question: str, days: str) -> bool:
    number = context.fact(question)
    asked = (
        context.parsed(one["at"])
        for one in context.standing.facts.get("questions", ())
        if one["question"] == number
    )
    return all(context.at <= context.period_after(at, days).earliest for at in asked)


GUARDS = (
    guard(
        "question-within",
        _question_within,
        "自提出 {question} 起 {days} 内答复",
        "within {days} of asking {question}",
        question="fact",
        days="parameter",
    ),
)
