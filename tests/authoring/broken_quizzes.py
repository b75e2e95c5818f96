"""What authors get wrong in quizzes: edits to the valid course, and the exact lines that tell it."""

from .folders import ITEMS, MODULE, QUIZZES

SETTINGS = '  settings:\n    attempts: 3\n    pass_mark: "0.5"\n'

BROKEN_QUIZZES = {
    "a preset that does not exist": (
        [(QUIZZES, "attempts: 3", "preset: exam")],
        f"{QUIZZES}:5:13: rivers-quiz: `exam` is not one of practice, quiz, examination",
    ),
    "a moment that does not exist": (
        [(QUIZZES, "attempts: 3", "feedback: {before: [score]}")],
        f"{QUIZZES}:5:16: rivers-quiz: `before` is not one of during, after, later, closed",
    ),
    "a part that does not exist": (
        [(QUIZZES, "attempts: 3", "feedback: {after: [score, keys]}")],
        f"{QUIZZES}:5:31: rivers-quiz: `keys` is not one of response, outcome, score, feedback,"
        " explanation, key",
    ),
    "a policy that is a list": (
        [(QUIZZES, "attempts: 3", "feedback: [score]")],
        f"{QUIZZES}:5:5: rivers-quiz: fields (`key: value`) are expected here, not a list",
    ),
    "a moment that is a value": (
        [(QUIZZES, "attempts: 3", "feedback: {after: score}")],
        f"{QUIZZES}:5:23: rivers-quiz: a list is expected here, such as [one, two], not a single value",
    ),
    "a part of a policy twice": (
        [(QUIZZES, "attempts: 3", "feedback: {after: [score, score]}")],
        f"{QUIZZES}:5:31: rivers-quiz: part 1 is the same",
    ),
    "a waiting time in letters": (
        [(QUIZZES, "attempts: 3", "waiting_minutes: an hour")],
        f"{QUIZZES}:5:22: rivers-quiz: `an hour` does not fit; write a whole number in digits",
    ),
    "a waiting time of no minutes": (
        [(QUIZZES, "attempts: 3", "waiting_minutes: 0")],
        f"{QUIZZES}:5:22: rivers-quiz: 0 is too small; at least 1 is expected",
    ),
    "what only a delivery gives": (
        [(QUIZZES, "attempts: 3", "extra_minutes: 3")],
        f"{QUIZZES}:5:5: rivers-quiz: unknown field `extra_minutes`; did you mean `waiting_minutes`?",
    ),
    "a part that is neither an item nor a draw": (
        [(QUIZZES, "{item: authors-view}", "{points: 2}")],
        f"{QUIZZES}:9:7: rivers-quiz: neither an item nor a draw stands here; write `item:` with its"
        " id, or `draw:` and how many",
    ),
    "a part that is both": (
        [(QUIZZES, "{item: authors-view}", "{item: authors-view, draw: 1}")],
        f"{QUIZZES}:9:34: rivers-quiz: an item stands here already; a draw is a part of its own",
    ),
    "an item with the level of a draw": (
        [(QUIZZES, "{item: authors-view}", "{item: authors-view, level: apply}")],
        f"{QUIZZES}:9:35: rivers-quiz: this belongs to a draw; take it out, or write `draw:` in place"
        " of the item",
    ),
    "an item with the claims of a draw": (
        [(QUIZZES, "{item: authors-view}", "{item: authors-view, claims: [two-rivers]}")],
        f"{QUIZZES}:9:28: rivers-quiz: this belongs to a draw; take it out, or write `draw:` in place"
        " of the item",
    ),
    "a draw from nothing that is named": (
        [(QUIZZES, "{item: authors-view}", "{draw: 1, points: 2}")],
        f"{QUIZZES}:9:14: rivers-quiz: nothing says what is drawn from; add `module:`, `level:` or `claims:`",
    ),
    "a draw of none": (
        [(QUIZZES, "{item: authors-view}", "{draw: 0, level: analyse}")],
        f"{QUIZZES}:9:14: rivers-quiz: 0 is too small; at least 1 is expected",
    ),
    "a draw in letters": (
        [(QUIZZES, "{item: authors-view}", "{draw: one, level: analyse}")],
        f"{QUIZZES}:9:14: rivers-quiz: `one` does not fit; write a whole number in digits",
    ),
    "a draw of an unknown level": (
        [(QUIZZES, "{item: authors-view}", "{draw: 1, level: forget}")],
        f"{QUIZZES}:9:24: rivers-quiz: `forget` is not one of remember, understand, apply, analyse, evaluate",
    ),
    "a draw from an unknown module": (
        [(QUIZZES, "{item: authors-view}", "{draw: 1, module: river}")],
        f"{QUIZZES}:9:25: rivers-quiz: unknown module `river`; did you mean `rivers`?",
    ),
    "a draw on an unknown claim": (
        [(QUIZZES, "{item: authors-view}", "{draw: 1, claims: [two-rivers, two-river]}")],
        f"{QUIZZES}:9:38: rivers-quiz: unknown claim `two-river`; did you mean `two-rivers`?",
    ),
    "a draw on a claim twice": (
        [(QUIZZES, "{item: authors-view}", "{draw: 1, claims: [two-rivers, two-rivers]}")],
        f"{QUIZZES}:9:38: rivers-quiz: `two-rivers` stands here for the second time; take one out",
    ),
    "an item twice in a quiz": (
        [(QUIZZES, "{item: authors-view}", "{item: how-many}")],
        f"{QUIZZES}:9:14: rivers-quiz: `how-many` stands here for the second time; take one out",
    ),
    "a draw of more than there are": (
        [(QUIZZES, "{item: authors-view}", "{draw: 2, level: analyse}")],
        f"{QUIZZES}:9:14: rivers-quiz: this draws 2; of published items that do not stand in the"
        " quiz already 1 fit; draw fewer, or write items",
    ),
    "a draw of what stands in the quiz": (
        [
            (
                QUIZZES,
                "    - {item: authors-view}",
                "    - {item: authors-view}\n    - {draw: 1, level: analyse}",
            )
        ],
        f"{QUIZZES}:10:14: rivers-quiz: this draws 1; of published items that do not stand in the"
        " quiz already 0 fit; draw fewer, or write items",
    ),
    "a draw of a draft": (
        [
            (QUIZZES, "{item: authors-view}", "{draw: 1, level: analyse}"),
            (ITEMS, "  level: analyse", "  level: analyse\n  status: draft"),
        ],
        f"{QUIZZES}:9:14: rivers-quiz: this draws 1; of published items that do not stand in the"
        " quiz already 0 fit; draw fewer, or write items",
    ),
    "a draw of what is for practice": (
        [
            (QUIZZES, "{item: authors-view}", "{draw: 1, level: analyse}"),
            (ITEMS, "  level: analyse", "  level: analyse\n  use: practice"),
        ],
        f"{QUIZZES}:9:14: rivers-quiz: this draws 1; of published items that do not stand in the"
        " quiz already 0 fit; draw fewer, or write items",
    ),
    "draws that there are too few items for": (
        [
            (
                QUIZZES,
                "{item: authors-view}",
                "{draw: 1, claims: [rivers-matter, two-rivers]}\n"
                "    - {draw: 2, claims: [rivers-matter, two-rivers]}",
            )
        ],
        f"{QUIZZES}:10:14: rivers-quiz: this draws 2; of published items that do not stand in the"
        " quiz already 2 fit, but the draws above need too many of them; draw fewer, or write items",
    ),
    "a draw's field misspelt": (
        [(QUIZZES, "{item: authors-view}", "{draw: 1, lvel: analyse}")],
        f"{QUIZZES}:9:17: rivers-quiz: unknown field `lvel`; did you mean `level`?",
    ),
    "an examination with an item that practice asks": (
        [(QUIZZES, SETTINGS, "  settings: {preset: examination}\n")],
        f"{QUIZZES}:7:14: rivers-quiz: this quiz keeps its keys back, but practice would tell this"
        f" one: `authors-view` ({ITEMS}:21) must say `use: quiz`",
    ),
    "an examination that may draw such items": (
        [
            (QUIZZES, SETTINGS, "  settings: {preset: examination}\n"),
            (QUIZZES, "{item: authors-view}", "{draw: 1, module: rivers}"),
        ],
        f"{QUIZZES}:7:14: rivers-quiz: this quiz keeps its keys back, but practice would tell those of"
        f" items that may be drawn: `which-rivers` ({ITEMS}:1), `authors-view` ({ITEMS}:21) must say"
        " `use: quiz`",
    ),
    "a policy that keeps keys back from an item that practice asks": (
        [(QUIZZES, "attempts: 3", "feedback: {after: [score], later: [outcome]}")],
        f"{QUIZZES}:9:14: rivers-quiz: this quiz keeps its keys back, but practice would tell this"
        f" one: `authors-view` ({ITEMS}:21) must say `use: quiz`",
    ),
    "a draw of what is retired": (
        [
            (ITEMS, "  level: remember", "  level: remember\n  status: retired"),
            (QUIZZES, "{item: authors-view}", "{draw: 1, level: remember}"),
        ],
        f"{QUIZZES}:9:14: rivers-quiz: this draws 1; of published items that do not stand in the"
        " quiz already 0 fit; draw fewer, or write items",
    ),
    "a section that asks what an examination asks": (
        [
            (QUIZZES, SETTINGS, "  settings: {preset: examination}\n"),
            (ITEMS, "  level: analyse\n", "  level: analyse\n  use: quiz\n"),
            (MODULE, "check: [which-rivers]", "check: [authors-view]"),
        ],
        f"{MODULE}:9:13: where-they-meet: `authors-view` is for quizzes only; its `use:` must change,"
        " or this",
    ),
}
