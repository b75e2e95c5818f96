"""One item of every interaction, as a file has it. Each can be right, wrong, and wrong in several ways."""

from typing import Any

EVERY_TYPE: dict[str, dict[str, Any]] = {
    "choice": {
        "type": "choice",
        "stem": "Which of these did the article name?",
        "options": [
            {"text": "parks", "correct": True},
            {"text": "ventures", "correct": True},
            {"text": "ports", "feedback": "Ports are named elsewhere."},
            {"text": "loans"},
        ],
    },
    "hottext": {
        "type": "hottext",
        "stem": "Mark the sentence that says when it began.",
        "passage": [
            {"text": "It began in 2013.", "correct": True},
            {"text": "It grew.", "feedback": "That says how it went on."},
            {"text": "It is discussed."},
        ],
    },
    "text_entry": {
        "type": "text_entry",
        "stem": "What does BRI stand for?",
        "accept": ["Belt and Road Initiative"],
        "feedback": [{"for": "Bank for Reconstruction", "text": "That is a bank."}],
    },
    "inline_choice": {
        "type": "inline_choice",
        "stem": "Complete the sentence.",
        "text": "The challenges need {1} solutions, because {2} can meet them.",
        "gaps": [
            {"options": [{"text": "collective", "correct": True}, {"text": "separate", "feedback": "No."}]},
            {"options": [{"text": "no country alone", "correct": True}, {"text": "each country"}]},
        ],
    },
    "gap_match": {
        "type": "gap_match",
        "stem": "Put one word into each gap.",
        "text": "Manufacturing {zones}, industrial {parks} and joint {ventures}.",
        "others": [{"text": "ports", "feedback": "Ports belong to another sentence."}, "loans"],
    },
    "match": {
        "type": "match",
        "stem": "When was each launched?",
        "pairs": [["Belt and Road", "2013"], ["Development", "2021"], ["Security", "2022"]],
        "others": ["2017"],
        "feedback": [{"source": "Security", "target": "2017", "text": "2017 was earlier."}],
    },
    "order": {
        "type": "order",
        "stem": "Put the initiatives in order of launch.",
        "sequence": ["Belt and Road", {"text": "Development", "feedback": "It came second."}, "Security"],
    },
}
