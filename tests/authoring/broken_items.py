"""What authors get wrong in the items of each interaction, and the exact lines that tell it."""

from .folders import LAKES

BROKEN_ITEMS = {
    "a stem that ends in a list": (
        (LAKES, "    Which river, according to the article, does it go down?\n", ""),
        f"{LAKES}:8:9: lake-one: the stem ends without a line that asks; write it last, below lists,"
        " tables and pictures",
    ),
    "a stem that is a picture only": (
        (LAKES, "stem: How many lakes does the article name?", 'stem: "![a lake](media/map.png)"'),
        f"{LAKES}:50:9: lake-count: the stem is a picture only; write below it, as a paragraph of its"
        " own, what is asked",
    ),
    "an option's own id on a text that is refused": (
        (LAKES, "correct: true, id: meeting", "correct: true, id: Meeting"),
        f"{LAKES}:31:44: lake-several: `Meeting` does not fit; an option's id is made of a-z, 0-9 and"
        " single hyphens",
    ),
    "hints that are no list": (
        (LAKES, 'hints: ["Ask of each word: can one drink from it?"]', "hints: Ask"),
        f"{LAKES}:82:10: lake-menus: a list is expected here, such as [one, two], not a single value",
    ),
    "more hints than anyone asks for": (
        (LAKES, 'hints: ["Ask of each word: can one drink from it?"]', "hints: [a, b, c, d, e, f]"),
        f"{LAKES}:82:3: lake-menus: the list has 6 entries; at most 5 may stand here",
    ),
    "a penalty above one": (
        (LAKES, "penalty: 1/4", "penalty: 5/4"),
        f"{LAKES}:20:12: lake-one: `5/4` does not fit; a penalty is a fraction or a decimal from 0 to"
        " 1, such as 1/4 or 0.25",
    ),
    "a penalty in percent": (
        (LAKES, "penalty: 1/4", "penalty: 25 %"),
        f"{LAKES}:20:12: lake-one: `25 %` does not fit; a penalty is a fraction or a decimal from 0 to"
        " 1, such as 1/4 or 0.25",
    ),
    "a penalty of nothing": (
        (LAKES, "penalty: 1/4", "penalty: 1/0"),
        f"{LAKES}:20:12: lake-one: `1/0` does not fit; a penalty is a fraction or a decimal from 0 to"
        " 1, such as 1/4 or 0.25",
    ),
    "a penalty without a hint": (
        (LAKES, "  hints: [Think of what feeds it., It is the longer one.]\n", ""),
        f"{LAKES}:19:12: lake-one: a penalty is the cost of a hint, and there is none; write `hints:`,"
        " or take it out",
    ),
    "a gap without an entry": (
        (LAKES, "than {2}:", "than {2} and {3}:"),
        f"{LAKES}:73:9: lake-menus: gap 3 has no entry in `gaps`, which has 2; add it",
    ),
    "an entry without a gap": (
        (LAKES, "than {2}:", "than borders:"),
        f"{LAKES}:73:9: lake-menus: gap 2 is not in the text; write its number there in braces",
    ),
    "a gap counted wrongly": (
        (LAKES, "that {1} matter more than {2}:", "that {2} matter more than {1}:"),
        f"{LAKES}:73:9: lake-menus: gap 2 stands where gap 1 is expected; count them as they stand",
    ),
    "a gap with two right options": (
        (
            LAKES,
            "{text: lakes, feedback: Lakes are not",
            "{text: lakes, correct: true, feedback: Lakes are not",
        ),
        f"{LAKES}:80:34: lake-menus: option 1 is right already; a gap has one right option",
    ),
    "a gap without a right option": (
        (LAKES, "{text: rivers, correct: true}", "{text: rivers}"),
        f"{LAKES}:75:7: lake-menus: no option of this gap is right; mark one with `correct: true`",
    ),
    "an option of a gap twice": (
        (LAKES, "        - {text: lakes, feedback", "        - {text: borders, feedback"),
        f"{LAKES}:80:18: lake-menus: option 1 has the same text",
    ),
    "an option's field misspelt within a gap": (
        (LAKES, "{text: lakes, feedback: Lakes", "{text: lakes, feedbck: Lakes"),
        f"{LAKES}:80:25: lake-menus: unknown field `feedbck`; did you mean `feedback`?",
    ),
    "a gap in a link": (
        (LAKES, "The {Blue} Nile comes", "The [{Blue} Nile](https://un.org) comes"),
        f"{LAKES}:90:9: lake-words: a gap cannot stand in a link, an address or a picture; take it out"
        " of there",
    ),
    "a brace that is never closed": (
        (LAKES, "{Blue} Nile", "{Blue Nile"),
        f"{LAKES}:90:9: lake-words: braces stand for gaps only, one pair for each; write ( ) or [ ]"
        " for anything else",
    ),
    "a text without a gap": (
        (
            LAKES,
            "The {Blue} Nile comes from the mountains, the {White} Nile",
            "The Nile comes from the mountains, the Nile",
        ),
        f"{LAKES}:90:9: lake-words: the text has no gap; write it in braces",
    ),
    "a word that stays over and is right": (
        (LAKES, "- Green", "- Blue"),
        f"{LAKES}:92:7: lake-words: this is right in gap 1; take it out",
    ),
    "a word twice": (
        (LAKES, "- Green", "- Red"),
        f"{LAKES}:93:14: lake-words: word 1 has the same text",
    ),
    "feedback on a gap that is not there": (
        (LAKES, "{gap: 2, word", "{gap: 3, word"),
        f"{LAKES}:95:13: lake-words: there is no gap 3; the text has 2",
    ),
    "feedback on a right word in its gap": (
        (LAKES, "{gap: 2, word: Blue", "{gap: 2, word: White"),
        f"{LAKES}:95:22: lake-words: this word is right there; feedback is for a wrong gap",
    ),
    "feedback on a word that is none": (
        (LAKES, "{gap: 2, word: Blue", "{gap: 2, word: Brown"),
        f"{LAKES}:95:22: lake-words: no gap has this word; expected is one of Blue, White",
    ),
    "a list where a word belongs": (
        (LAKES, "- Green", "- [Green]"),
        f"{LAKES}:92:7: lake-words: fields (`key: value`) are expected here, not a list",
    ),
    "a pair of three": (
        (
            LAKES,
            "[It comes from the lakes, The White Nile]",
            "[It comes from the lakes, The White Nile, The Congo]",
        ),
        f"{LAKES}:107:7: lake-pairs: a list does not fit; write a pair as [source, target]",
    ),
    "a pair that is a text": (
        (LAKES, "[It comes from the lakes, The White Nile]", "It comes from the lakes"),
        f"{LAKES}:107:7: lake-pairs: `It comes from the lakes` does not fit; write a pair as [source,"
        " target]",
    ),
    "a source twice": (
        (LAKES, "[It is the longer one, The White Nile]", "[It comes from the lakes, The Blue Nile]"),
        f"{LAKES}:108:7: lake-pairs: the source of pair 2 is the same",
    ),
    "a target that stays over and is right": (
        (LAKES, "[The Congo, The Niger]", "[The Congo, The Blue Nile]"),
        f"{LAKES}:109:23: lake-pairs: this target is right in pair 1; take it out",
    ),
    "feedback on a pair that is right": (
        (LAKES, "target: The Blue Nile, text", "target: The White Nile, text"),
        f"{LAKES}:112:46: lake-pairs: this pair is right; feedback is for wrong ones",
    ),
    "feedback on a source that is none": (
        (LAKES, "{source: It comes from the lakes, text", "{source: It comes from a lake, text"),
        f"{LAKES}:111:16: lake-pairs: no pair has this source; write it as it stands in `pairs`",
    ),
    "a pair left empty": (
        (LAKES, "[It is the longer one, The White Nile]", '[It is the longer one, ""]'),
        f"{LAKES}:108:30: lake-pairs: nothing stands here; write a text, or take the field out",
    ),
    "a sequence of two": (
        (LAKES, "    - The sea\n", ""),
        f"{LAKES}:120:3: lake-sequence: the list has 2 of at least 3 entries; add what is missing",
    ),
    "an element twice": (
        (LAKES, "    - The sea\n", "    - The great lakes\n"),
        f"{LAKES}:123:7: lake-sequence: element 1 has the same text",
    ),
    "an element with another's field": (
        (LAKES, "{text: Khartoum, feedback", "{text: Khartoum, correct: true, feedback"),
        f"{LAKES}:122:24: lake-sequence: unknown field `correct`; expected is one of feedback, text",
    ),
    "a passage without a right sentence": (
        (
            LAKES,
            "- {text: They matter more than borders do., correct: true}",
            "- {text: They matter more than borders do.}",
        ),
        f"{LAKES}:132:3: lake-sentence: no option is right; mark the key with `correct: true`",
    ),
    "options where a passage belongs": (
        (LAKES, "  passage:\n    - {text: The article counts", "  options:\n    - {text: The article counts"),
        f"{LAKES}:126:3: lake-sentence: `passage` is missing; add it",
        f"{LAKES}:132:3: lake-sentence: unknown field `options`; expected is one of changed,"
        " explanation, hints, id, level, passage, penalty, remark, rule, several, status, stem,"
        " tests, type, use, was",
    ),
    "a rule for one where several are right": (
        (LAKES, "  rule: all_or_nothing\n  passage", "  rule: right_or_wrong\n  passage"),
        f"{LAKES}:147:9: lake-facts: this rule is for one right option; several take net_correct or"
        " all_or_nothing",
    ),
}
