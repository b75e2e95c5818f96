"""Items of every interaction for Hypothesis: any shape that an author may write."""

from hypothesis import strategies as st

from quizzes.interactions import choice, text_entry

words = st.text("abcdefghij äé中*_`&<>'\"#:", min_size=1, max_size=24).filter(lambda line: line.strip())
distinct = st.lists(words, min_size=2, max_size=7, unique_by=lambda line: " ".join(line.split()))


@st.composite
def choices(draw: st.DrawFn) -> choice.Shape:
    texts = draw(distinct)
    right = draw(st.integers(1, len(texts)))
    options = [
        {
            "text": text,
            "correct": at < right,
            "feedback": draw(st.none() | words),
            "pinned": draw(st.booleans()),
        }
        for at, text in enumerate(texts)
    ]
    several = right > 1 or draw(st.booleans())
    rules = ["net_correct", "all_or_nothing"] if several else ["right_or_wrong"]
    return choice.Shape.model_validate(
        {
            "stem": draw(words),
            "several": several,
            "rule": draw(st.sampled_from([None, *rules])),
            "keep_order": draw(st.booleans()),
            "options": draw(st.permutations(options)),
        }
    )


@st.composite
def text_entries(draw: st.DrawFn) -> text_entry.Shape:
    if draw(st.booleans()):
        number = draw(st.integers(-9999, 9999))
        return text_entry.Shape.model_validate(
            {
                "stem": draw(words),
                "number": str(number),
                "tolerance": draw(st.sampled_from(["0", "1", "0.5"])),
            }
        )
    accept = draw(st.lists(words, min_size=1, max_size=4, unique_by=text_entry.fold))
    return text_entry.Shape.model_validate(
        {
            "stem": draw(words),
            "accept": accept,
            "typing_tolerance": draw(st.integers(0, 2)),
            "width": draw(st.none() | st.integers(2, 60)),
            "feedback": [{"for": "quite another answer", "text": draw(words)}],
        }
    )


BY_NAME = {"choice": choices(), "text_entry": text_entries()}
