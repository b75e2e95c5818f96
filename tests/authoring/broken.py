"""What authors get wrong in course files: an edit to the valid course, and the exact lines that tell it."""

from .folders import ITEMS, MODULE, QUIZZES

KIND_LIST = (
    "definition, actor, area, principle, initiative, institution, fund, forum, sector, example, mechanism,"
    " outcome, position"
)
FIGURE = "figure:\n  kind: timeline\n  caption: When.\n  claims: [two-rivers, rivers-matter]\n"
BROKEN_YAML = {
    "a colon in a text": (
        ("claims.yaml", "There are two rivers.", "There are: two rivers"),
        "claims.yaml:5:20: a colon and a space are not expected here: the text before may need double quotes,"
        " or this line another indentation",
    ),
    "a quotation mark that is never closed": (
        (ITEMS, 'number: "2"', 'number: "2'),
        f"{ITEMS}:18:11: this quotation mark is never closed",
    ),
    "a list that is never closed": (
        ("claims.yaml", "[P1.1, P1.2]", "[P1.1, P1.2"),
        "claims.yaml:4:11: this list has no end: a `,` or `]` is missing",
    ),
    "a line indented by a space more": (
        (MODULE, "    title: Where they meet", "     title: Where they meet"),
        f"{MODULE}:6:11: a colon and a space are not expected here: the text before may need double quotes,"
        " or this line another indentation",
    ),
    "a dash forgotten": (
        (ITEMS, "- id: how-many", " id: how-many"),
        f"{ITEMS}:12:2: a `- ` as for the list's other entries is expected here",
    ),
    "a colon forgotten": (
        ("notes.yaml", "type: context", "type context"),
        "notes.yaml:4:5: this line is neither `key: value` nor part of the text before it",
    ),
    "a text that begins with a sign of YAML's": (
        ("notes.yaml", "source: Any map", "source: @map"),
        "notes.yaml:6:13: a text cannot begin with this character; put the text in double quotes",
    ),
    "a picture that stands first in a text": (
        (ITEMS, "What does the author", "![Rivers](media/map.png) What does the author"),
        f"{ITEMS}:25:9: a text cannot begin with this character; put the text in double quotes",
    ),
    "a backslash in double quotes": (
        ("notes.yaml", "source: Any map", 'source: "Any\\map"'),
        "notes.yaml:6:17: a backslash in double quotes begins an escape; write two for one, or use single"
        " quotes",
    ),
    "a tab": (
        ("notes.yaml", "    source", "\tsource"),
        "notes.yaml:6:1: a tab stands here; write spaces",
    ),
    "an anchor": (
        ("claims.yaml", "[P2.1]", "&refs [P2.1]"),
        "claims.yaml:10:11: anchors (&refs) are not used here; take it out",
    ),
    "an alias": (
        ("claims.yaml", "[P2.1]", "*refs"),
        "claims.yaml:10:11: aliases (*refs) are not used here; write the value out",
    ),
    "a tag": (
        ("claims.yaml", "[P2.1]", "!!set [P2.1]"),
        "claims.yaml:10:11: tags (!!set) are not used here; take it out",
    ),
    "a merge key": (
        ("notes.yaml", "    type: context", "    <<: {type: context}\n    type: context"),
        "notes.yaml:4:5: merge keys (<<) are not used here; write the fields out",
    ),
    "a key given twice": (
        ("notes.yaml", "    type: context", "    type: context\n    type: update"),
        "notes.yaml:5:5: `type` stands here for the second time, first in line 4",
    ),
    "a key that is a list": (
        ("notes.yaml", "    type: context", "    type: context\n    ? [a]\n    : b"),
        "notes.yaml:5:7: a key is a plain word; a list or mapping stands here",
    ),
    "a comment after the head": (
        ("claims.yaml", "kind: example", "kind: example  # a case"),
        "claims.yaml:3:20: a comment stands here; only a file's head keeps one, authors' words go into"
        " `remark:`",
    ),
    "a directive": (
        ("notes.yaml", "notes:", "%YAML 1.2\n---\nnotes:"),
        "notes.yaml:1:1: directives (%) are not used here; take the line out",
    ),
    "a second document": (
        ("notes.yaml", "Any map", "Any map\n---\nnotes: []"),
        "notes.yaml:7:1: a second document begins here; a file holds one",
    ),
    "a character that only looks like a line end": (
        ("notes.yaml", "Any map", "Any\u2028map"),
        "notes.yaml:6:16: the character U+2028 (line separator) stands here; take it out",
    ),
    "a zero byte by way of an escape": (
        ("notes.yaml", "Any map", '"Any\\0map"'),
        "notes.yaml:6:13: in this text, the character U+0000 (control character) stands here; take it out",
    ),
    "lists in lists in lists": (
        ("notes.yaml", "Any map", "[" * 20 + "]" * 20),
        "notes.yaml:6:30: lists and mappings are nested more than 20 deep; make it flatter",
    ),
}
BROKEN_SHAPES = {
    "a field forgotten": (
        ("claims.yaml", "    kind: example\n", ""),
        "claims.yaml:2:5: two-rivers: `kind` is missing; add it",
    ),
    "a field misspelt": (
        (ITEMS, "  use: quiz", "  uses: quiz"),
        f"{ITEMS}:16:3: how-many: unknown field `uses`; did you mean `use`?",
    ),
    "a day that the calendar does not have": (
        ("course.yaml", "2026-01-10", "2026-02-30"),
        "course.yaml:9:14: `2026-02-30` does not fit; the calendar has no such day",
    ),
    "a pass mark that everybody reaches": (
        (QUIZZES, 'pass_mark: "0.5"', 'pass_mark: "1e-400"'),
        f"{QUIZZES}:6:16: rivers-quiz: 1e-400 has too many decimals; at most 4 are expected",
    ),
    "a field that does not exist": (
        (QUIZZES, "attempts: 3", "hints: 3"),
        f"{QUIZZES}:5:5: rivers-quiz: unknown field `hints`; expected is one of attempts, counts, feedback,"
        " pass_mark, preset, shuffle_items, shuffle_options, time_limit_minutes, waiting_minutes",
    ),
    "a kind that does not exist": (
        ("claims.yaml", "kind: example", "kind: exemple"),
        f"claims.yaml:3:11: two-rivers: `exemple` is not one of {KIND_LIST}",
    ),
    "a value where a list belongs": (
        ("claims.yaml", "refs: [P2.1]", "refs: P2.1"),
        "claims.yaml:10:11: rivers-matter: a list is expected here, such as [one, two], not a single value",
    ),
    "a list where a text belongs": (
        ("claims.yaml", "says: There are two rivers.", "says: [There are two rivers.]"),
        "claims.yaml:5:5: two-rivers: a text is expected here, not a list",
    ),
    "a value where fields belong": (
        (QUIZZES, "    - {item: authors-view}", "    - authors-view"),
        f"{QUIZZES}:9:7: rivers-quiz: fields (`key: value`) are expected here, not a single value",
    ),
    "a text left empty": (
        ("claims.yaml", "says: There are two rivers.", "says:"),
        "claims.yaml:5:10: two-rivers: nothing stands here; write a text, or take the field out",
    ),
    "a list left empty": (
        ("claims.yaml", "refs: [P2.1]", "refs: []"),
        "claims.yaml:10:5: rivers-matter: the list is empty; add an entry",
    ),
    "an id with capitals and spaces": (
        ("claims.yaml", "id: two-rivers", "id: Two Rivers"),
        "claims.yaml:2:9: `Two Rivers` does not fit; an id is made of a-z, 0-9 and single hyphens, at most"
        " 60 characters, such as bri-year",
    ),
    "a sentence written otherwise": (
        ("claims.yaml", "[P1.1, P1.2]", "[P1.1, p1.2]"),
        "claims.yaml:4:18: two-rivers: `p1.2` does not fit; a sentence of the article is written like P4.2",
    ),
    "a day written otherwise": (
        ("course.yaml", '"2026-01-10"', "10.1.2026"),
        "course.yaml:9:14: `10.1.2026` does not fit; a day is written like 2026-01-10",
    ),
    "no for false": (
        ("course.yaml", "modules: [", "complete: no\nmodules: ["),
        "course.yaml:11:11: `no` does not fit; write true or false",
    ),
    "a number in letters": (
        ("course.yaml", "sentences: 3", "sentences: three"),
        "course.yaml:18:16: `three` does not fit; write a whole number in digits",
    ),
    "a number too small": (
        (QUIZZES, "points: 2", "points: 0"),
        f"{QUIZZES}:8:32: rivers-quiz: 0 is too small; at least 1 is expected",
    ),
    "a share above one": (
        (QUIZZES, '"0.5"', "50"),
        f"{QUIZZES}:6:16: rivers-quiz: 50 is too large; at most 1 is expected",
    ),
    "a share of nothing": (
        (QUIZZES, '"0.5"', "0"),
        f"{QUIZZES}:6:16: rivers-quiz: 0 is too small; at least 0.01 is expected",
    ),
    "a share in letters": (
        (QUIZZES, '"0.5"', "half"),
        f"{QUIZZES}:6:16: rivers-quiz: write a number in digits, such as 0.6",
    ),
    "a text too long": (
        ("course.yaml", "short_title: Rivers", f"short_title: {'R' * 81}"),
        "course.yaml:5:14: the text is 81 characters long; at most 80 fit here",
    ),
    "an item of no type": (
        (ITEMS, "  type: text_entry\n", ""),
        f"{ITEMS}:12:3: how-many: `type` is missing; add it",
    ),
    "an item of an unknown type": (
        (ITEMS, "type: text_entry", "type: essay"),
        f"{ITEMS}:13:9: how-many: unknown type `essay`; expected is one of choice, gap_match, hottext,"
        " inline_choice, match, order, text_entry",
    ),
    "an item without its explanation": (
        (ITEMS, "  explanation: It names two.\n", ""),
        f"{ITEMS}:12:3: how-many: `explanation` is missing; add it",
    ),
    "an item that is a single word": (
        (ITEMS, "- id: how-many", "- word\n- id: how-many"),
        f"{ITEMS}:12:3: fields (`key: value`) are expected here, not a single value",
    ),
    "a choice without a key": (
        (ITEMS, "They matter, correct: true", "They matter"),
        f"{ITEMS}:26:3: authors-view: no option is right; mark the key with `correct: true`",
    ),
    "a choice of one": (
        (ITEMS, "    - {text: They do not, feedback: Look at the second paragraph again.}\n", ""),
        f"{ITEMS}:26:3: authors-view: the list has 1 of at least 2 entries; add what is missing",
    ),
    "an option twice": (
        (ITEMS, "The White Nile", "The Blue Nile"),
        f"{ITEMS}:8:14: which-rivers: option 1 has the same text",
    ),
    "an option's field misspelt": (
        (ITEMS, "White Nile, correct", "White Nile, corect"),
        f"{ITEMS}:8:30: which-rivers: unknown field `corect`; did you mean `correct`?",
    ),
    "a rule for one where several are right": (
        (ITEMS, "  stem: Which two", "  rule: right_or_wrong\n  stem: Which two"),
        f"{ITEMS}:5:9: which-rivers: this rule is for one right option; several take net_correct or"
        " all_or_nothing",
    ),
    "a number and texts": (
        (ITEMS, 'number: "2"', 'number: "2"\n  accept: [two]'),
        f"{ITEMS}:19:3: how-many: a number has no accept; write either `number:` or `accept:`",
    ),
    "more answers than anyone reads": (
        (ITEMS, 'number: "2"', f"accept: [{', '.join('abcdefghijklmnopqrstu')}]"),
        f"{ITEMS}:18:3: how-many: the list has 21 entries; at most 20 may stand here",
    ),
    "a tolerance that reaches another key": (
        (ITEMS, 'number: "2"', "accept: [GDI]\n  near: [GSI]\n  typing_tolerance: 1"),
        f"{ITEMS}:19:10: how-many: the typing tolerance would take this other key for the right answer",
    ),
    "an option's id that is another's": (
        (ITEMS, "The Congo, ", "The Congo, id: a187b168, "),
        f"{ITEMS}:9:29: which-rivers: option 1 has the same id",
    ),
    "a question to discuss that says not what to weigh": (
        (MODULE, "sections:", "discuss:\n  - {question: Whose river is it?}\nsections:"),
        f"{MODULE}:5:5: `weigh` is missing; add it",
    ),
    "a timeline with labels": (
        ("course.yaml", "about: |", f"{FIGURE}  labels: [One, Two]\nabout: |"),
        "course.yaml:16:3: a timeline has no labels; take them out",
    ),
    "a comparison without labels": (
        ("course.yaml", "about: |", f"{FIGURE.replace('timeline', 'comparison')}about: |"),
        "course.yaml:12:1: a comparison has two labels, what stands above its left and its right side",
    ),
    "a comparison of three": (
        (
            "course.yaml",
            "about: |",
            FIGURE.replace("timeline", "comparison").replace("[", "[a, ") + "about: |",
        ),
        "course.yaml:15:3: two claims are compared, the first one's values on the left",
    ),
    "a file of another form": (
        (ITEMS, "- id: which-rivers", "items:\n- id: which-rivers"),
        f"{ITEMS}:1:1: a list is expected here, each entry with its `id:`",
    ),
    "a file's field that does not exist": (
        ("notes.yaml", "notes:", "version: 1\nnotes:"),
        "notes.yaml:1:1: unknown field `version`; this file holds `notes:` and nothing else",
    ),
}
BROKEN_REFERENCES = {
    "an id used twice": (
        (ITEMS, "id: which-rivers", "id: authors-view"),
        f"{ITEMS}:21:7: authors-view: another item has this id ({ITEMS}:1); choose another",
        f"{MODULE}:9:13: where-they-meet: unknown item `which-rivers`; expected is one of authors-view,"
        " how-many",
    ),
    "a former id that is still in use": (
        (ITEMS, "id: authors-view", "id: authors-view\n  was: how-many"),
        f"{ITEMS}:22:8: authors-view: `how-many` is still in use; `was` names an id that is no longer there",
    ),
    "a course that would hide a page": (
        ("course.yaml", "course: rivers", "course: admin"),
        "course.yaml:3:9: admin: this name is an address of the site; choose another",
    ),
    "a module that is not named like its folder": (
        (MODULE, "module: rivers", "module: streams"),
        f"{MODULE}:1:9: streams: the folder says `rivers`; one of them must change",
    ),
    "a module without a folder": (
        ("course.yaml", "modules: [rivers]", "modules: [rivers, lakes]"),
        "course.yaml:11:19: rivers: there is no folder modules/NN-lakes; make it, or take this out",
    ),
    "a module listed twice": (
        ("course.yaml", "modules: [rivers]", "modules: [rivers, rivers]"),
        "course.yaml:11:19: rivers: `rivers` stands here for the second time",
    ),
    "a folder that is not listed": (
        ("course.yaml", "modules: [rivers]", "modules: [lakes]"),
        "course.yaml:11:1: rivers: the folder of `rivers` is not listed here; add it",
        "course.yaml:11:11: rivers: there is no folder modules/NN-lakes; make it, or take this out",
    ),
    "a sentence that the article does not have": (
        ("claims.yaml", "refs: [P2.1]", "refs: [P2.3]"),
        "claims.yaml:10:12: rivers-matter: the article has no sentence P2.3; see course.yaml, paragraphs",
    ),
    "an unknown claim": (
        (MODULE, "teaches: [two-rivers]", "teaches: [two-river]"),
        f"{MODULE}:7:15: where-they-meet: unknown claim `two-river`; did you mean `two-rivers`?",
    ),
    "an unknown note": (
        (MODULE, "notes: [n-rivers]", "notes: [n-lakes]"),
        f"{MODULE}:8:13: where-they-meet: unknown note `n-lakes`; expected is one of n-rivers",
    ),
    "a note on an unknown claim": (
        ("notes.yaml", "about: two-rivers", "about: three-rivers"),
        "notes.yaml:3:12: n-rivers: unknown claim `three-rivers`; did you mean `two-rivers`?",
    ),
    "a figure of an unknown claim": (
        ("course.yaml", "about: |", f"{FIGURE.replace('two-rivers', 'two-river')}about: |"),
        "course.yaml:15:12: rivers: unknown claim `two-river`; did you mean `two-rivers`?",
        "course.yaml:15:23: rivers: `rivers-matter` cannot be dated; its `values:` must have a name and a"
        " year, such as 2013",
    ),
    "a comparison with a claim that names nothing": (
        (
            "course.yaml",
            "about: |",
            f"{FIGURE.replace('timeline', 'comparison')}  labels: [One, Two]\nabout: |",
        ),
        "course.yaml:15:24: rivers: `rivers-matter` names nothing to compare; its `values:` are missing",
    ),
    "an item on an unknown claim": (
        (ITEMS, "tests: [rivers-matter]", "tests: [rivers-mater]"),
        f"{ITEMS}:23:11: authors-view: unknown claim `rivers-mater`; did you mean `rivers-matter`?",
    ),
    "an item asked twice in a section": (
        (MODULE, "check: [which-rivers]", "check: [which-rivers, which-rivers]"),
        f"{MODULE}:9:27: where-they-meet: `which-rivers` stands here for the second time; take one out",
    ),
    "an item for quizzes asked in a section": (
        (MODULE, "check: [which-rivers]", "check: [how-many]"),
        f"{MODULE}:9:13: where-they-meet: `how-many` is for quizzes only; its `use:` must change, or this",
    ),
    "an unknown term": (
        (MODULE, "[[river]]", "[[rivr]]"),
        f"{MODULE}:11:40: where-they-meet: unknown term `rivr`; did you mean `river`?",
    ),
    "a section on a sentence that is not there": (
        (MODULE, "[[P2.1]]", "[[P2.9]]"),
        f"{MODULE}:34:86: why-they-matter: the article has no sentence P2.9; see course.yaml, paragraphs",
    ),
    "a mark that is none": (
        (MODULE, "[[P2.1]]", "[[P2]]"),
        f"{MODULE}:34:86: why-they-matter: write [[term-id]], [[term-id|shown words]] or [[P4.2]] here",
    ),
    "a mark outside of a section": (
        (ITEMS, "It names two.", "It names two. [[P1.1]]"),
        f"{ITEMS}:19:30: how-many: [[…]] is read in a section's body only; write plain words here",
    ),
    "a mark in a question to discuss": (
        (MODULE, "sections:", "discuss:\n  - {question: 'Whose [[river]] is it?', weigh: Both}\nsections:"),
        f"{MODULE}:5:23: rivers: [[…]] is read in a section's body only; write plain words here",
    ),
    "an unknown item in a quiz": (
        (QUIZZES, "item: authors-view", "item: authors-views"),
        f"{QUIZZES}:9:14: rivers-quiz: unknown item `authors-views`; did you mean `authors-view`?",
    ),
    "an item for practice in a quiz": (
        (ITEMS, "  use: quiz", "  use: practice"),
        f"{QUIZZES}:8:14: rivers-quiz: `how-many` is for practice only; its `use:` must change, or this",
    ),
    "a complete course with a claim that is tested once": (
        ("course.yaml", "modules: [", "complete: true\nmodules: ["),
        "claims.yaml:8:9: rivers-matter: two published items of different level or type must test this claim;"
        " write what is missing",
    ),
}
