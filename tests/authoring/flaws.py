"""Flaws of items: an edit to an item in which no lint finds anything, and the exact lines that tell it."""

FLAWS = {
    "the key is the longest option: a key that explains itself": (
        [
            (
                "- {text: The Blue Nile, correct",
                "- {text: The Blue Nile with its rain from high Ethiopia, correct",
            )
        ],
        "9:14: summer-water: the key is the longest option, 46 characters to 18; make them alike",
    ),
    "the key is the longest option: a key in a menu that is more careful": (
        [
            (
                "text: rain in the highlands, correct",
                "text: rain in the highlands in most years of our century, correct",
            )
        ],
        "99:18: account-of-floods: the key is the longest option, 50 characters to 19; make them alike",
    ),
    "the key is the longest option: right options that are all longer": (
        [
            ("One river is longer than the other.", "One of the two rivers is far longer than the other."),
            ("Both of them pass through Sudan.", "Both of them pass through Sudan before they reach Egypt."),
        ],
        "43:14: kinds-of-claim: the key is the longest option, 51 characters to 31; make them alike",
    ),
    "all or none of the above: all of the above": (
        [("text: Where it begins,", "text: All of the above,")],
        "70:14: unsaid: “All of the above” is found by elimination; say what it is, or drop it",
    ),
    "all or none of the above: none of these": (
        [("text: Neither of the two,", "text: None of these,")],
        "11:14: summer-water: “None of these” is found by elimination; say what it is, or drop it",
    ),
    "all or none of the above: none of the other options, kept last": (
        [("text: In the harvest of autumn,", "pinned: true, text: None of the other options is right,")],
        (
            "23:28: dry-season: “None of the other options is right” is found by elimination; say"
            " what it is, or drop it"
        ),
    ),
    "all or none of the above: both of the above answers": (
        [("text: Soldiers can cross it.,", "text: Both of the above.,")],
        "34:14: what-matters: “Both of the above.” is found by elimination; say what it is, or drop it",
    ),
    "a negative stem without emphasis: not, as plain as the rest": (
        [("*not*", "not")],
        "66:9: unsaid: a reader may miss “not” in this stem; ask for what is, or write *not*",
    ),
    "a negative stem without emphasis: never": (
        [("does the article *not* say of the Blue Nile?", "is never said of the Blue Nile in the article?")],
        "66:9: unsaid: a reader may miss “never” in this stem; ask for what is, or write *never*",
    ),
    "a negative stem without emphasis: except": (
        [
            (
                "Which of these does the article *not* say of the Blue Nile?",
                "The article says all of this of the Blue Nile except which?",
            )
        ],
        "66:9: unsaid: a reader may miss “except” in this stem; ask for what is, or write *except*",
    ),
    "a negative stem without emphasis: a short form": (
        [
            (
                "Mark the sentence that is the author's judgement.",
                "Mark the sentence that isn't a judgement of the author's.",
            )
        ],
        (
            "154:9: judgement-marked: a reader may miss “isn't” in this stem; ask for what is, or"
            " write *isn't*"
        ),
    ),
    "absolute words in wrong options only: always": (
        [("People trade across it.", "People always trade across it.")],
        "33:14: what-matters: “always” stands in wrong options only and tells them; drop it",
    ),
    "absolute words in wrong options only: never": (
        [("Soldiers can cross it.", "Soldiers can never cross it.")],
        "34:14: what-matters: “never” stands in wrong options only and tells them; drop it",
    ),
    "absolute words in wrong options only: all and every": (
        [
            ("People trade across it.", "All traders need it."),
            ("Soldiers can cross it.", "Every soldier fears it."),
        ],
        "33:14: what-matters: “All” stands in wrong options only and tells them; drop it",
        "34:14: what-matters: “Every” stands in wrong options only and tells them; drop it",
    ),
    "absolute words in wrong options only: completely, in a menu": (
        [("text: snow on the summits,", "text: completely new snow,")],
        "100:18: account-of-floods: “completely” stands in wrong options only and tells them; drop it",
    ),
    "an option repeats the stem: a word of the stem in the key": (
        [("- {text: The Blue Nile, correct", "- {text: The summer Nile, correct")],
        "9:14: summer-water: the key alone repeats what is asked (summer); say it in other words",
    ),
    "an option repeats the stem: a word of the line in its target": (
        [(", A geographer]", ", The atlas maker]")],
        "128:8: who-would-say: the key alone repeats what is asked (atlas); say it in other words",
    ),
    "an option repeats the stem: a word of the sentence in a menu": (
        [("text: weeks later, correct", "text: after a long flood, correct")],
        "103:18: account-of-floods: the key alone repeats what is asked (flood); say it in other words",
    ),
    "an option repeats the stem: a word of the stem in the right sentence": (
        [("Water outweighs every line on a map.", "In my judgement water outweighs every line.")],
        "157:14: judgement-marked: the key alone repeats what is asked (judgement); say it in other words",
    ),
    "near-duplicate options: two options": (
        [("text: In the month of the flood,", "text: In weeks of heavy rain,")],
        "22:14: dry-season: this says the same as “In the weeks of heavy rain”; make them differ",
    ),
    "near-duplicate options: two words for gaps": (
        [("text: warm,", "text: parts,")],
        "118:22: words-of-the-author: this says the same as “parts”; make them differ",
    ),
    "near-duplicate options: two elements": (
        [("text: The high dam,", "text: At Khartoum,")],
        "145:14: way-of-the-water: this says the same as “At Khartoum”; make them differ",
    ),
    "near-duplicate stems: two choices": (
        [
            (
                (
                    "When, according to the editor's note, did the two states sign their first treaty on the"
                    " water?"
                ),
                "Which river has the larger amount of water in summer, according to the article?",
            ),
            ("In 1929, correct", "The Blue Nile, correct"),
        ],
        (
            "54:9: year-of-treaty: this asks nearly the same as `summer-water`"
            " (modules/02-deltas/items.yaml:3); ask another thing, or drop it"
        ),
    ),
    "near-duplicate stems: two texts to enter": (
        [
            (
                "How many tributaries does the article's map show north of Khartoum?",
                "Where do the two rivers meet? Name the city.",
            ),
            ('number: "1"', "accept: [Khartoum]"),
        ],
        (
            "85:9: meeting-place: this asks nearly the same as `tributary-count`"
            " (modules/02-deltas/items.yaml:73); ask another thing, or drop it"
        ),
    ),
    "a distractor without feedback: an option": (
        [(", feedback: This one flows evenly; look at the months again.", "")],
        "10:14: summer-water: this wrong option has no feedback; say what misleads",
    ),
    "a distractor without feedback: an option of a menu": (
        [(", feedback: There is hardly any snow there.", "")],
        "100:18: account-of-floods: this wrong option has no feedback; say what misleads",
    ),
    "a distractor without feedback: a word that stays over": (
        [("{text: warm, feedback: Nobody is warmed by a river.}", "warm")],
        "115:7: words-of-the-author: this wrong option has no feedback; say what misleads",
    ),
    "a distractor without feedback: a sentence": (
        [(", feedback: An address can be looked up.", "")],
        "158:14: judgement-marked: this wrong option has no feedback; say what misleads",
    ),
    "a distractor without feedback: a target that is never right": (
        [
            (
                (
                    "    - {source: I have measured both on my atlas., text: Who works with maps?}\n"
                    "    - {source: Nobody has shown me a reason why., text: Who asks for grounds?}\n"
                    "    - {source: The banks belong to those who drink., text: Who goes further than the"
                    " author?}"
                ),
                (
                    "    - {source: Nobody has shown me a reason why., target: A geographer, text: Who asks"
                    " for grounds?}"
                ),
            )
        ],
        "131:12: who-would-say: this wrong option has no feedback; say what misleads",
    ),
    "no explanation: none": (
        [("  explanation: Only the Atbara joins the river there.\n", "")],
        "73:3: tributary-count: `explanation` is missing; add it",
    ),
    "a position as plain fact: in a choice": (
        [("What, according to the article, makes a river", "What makes a river")],
        (
            "30:9: what-matters: the stem asks a view (rivers-matter) as plain fact; say"
            " “according to the article”"
        ),
    ),
    "a position as plain fact: in a sentence with gaps": (
        [("Put back the words that the author chose. Two", "Put one word into each gap. Two")],
        (
            "112:9: words-of-the-author: the stem asks a view (rivers-matter) as plain fact; say"
            " “according to the article”"
        ),
    ),
    "a position as plain fact: in a passage": (
        [("the author's judgement", "a judgement")],
        (
            "154:9: judgement-marked: the stem asks a view (rivers-matter) as plain fact; say"
            " “according to the article”"
        ),
    ),
    "one item gives away another's key: in its stem": (
        [
            (
                "A mill turns on the White Nile and stops on the Blue Nile. In",
                ("A mill stands in the city of Khartoum, where the two rivers meet. It stops in drought. In"),
            )
        ],
        (
            "18:9: dry-season: this tells the key of `meeting-place`"
            " (modules/02-deltas/items.yaml:81); ask one of them otherwise"
        ),
    ),
    "one item gives away another's key: in a line": (
        [
            ("I have measured both on my atlas., A", "The two states signed a first treaty in 1929., A"),
            (
                "source: I have measured both on my atlas.",
                "source: The two states signed a first treaty in 1929.",
            ),
        ],
        (
            "128:8: who-would-say: this tells the key of `year-of-treaty`"
            " (modules/02-deltas/items.yaml:50); ask one of them otherwise"
        ),
    ),
    "a stem harder than its lesson: long words in long sentences": (
        [
            (
                "A bottle is thrown into Lake Victoria. In",
                (
                    "Considering the hydrological characteristics of the equatorial catchment area and the"
                    " geographical configuration of its principal tributaries, an experimental container is"
                    " deliberately released into Lake Victoria by an international organisation of"
                    " specialists. In"
                ),
            )
        ],
        (
            "142:9: way-of-the-water: reads like grade 21.4, its lesson like 4.5; make sentences and"
            " words shorter"
        ),
    ),
    "ticking everything gives more than half: options": (
        [
            (", feedback: This is how the author sees it.", ", correct: true"),
            ("    - {text: Water is worth a quarrel., feedback: One can share this view or not.}\n", ""),
        ],
        "41:9: kinds-of-claim: ticking everything gives 67% of the points; add wrong options",
    ),
    "ticking everything gives more than half: sentences": (
        [
            ("feedback: A library can confirm this.", "correct: true"),
            ("feedback: An address can be looked up.", "correct: true"),
        ],
        "154:9: judgement-marked: ticking everything gives 100% of the points; add wrong options",
    ),
}
"""Beside ways to answer blind, which are flaws of a whole bank: see test_blind."""
