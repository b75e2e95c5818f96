"""The types of items, one file each. Views, files and editor ask this registry; none knows a type by name."""

from . import choice, gap_match, hottext, inline_choice, match, order, text_entry
from .base import Interaction, InvalidResponse, Json, ScoreInWords, Text

REGISTRY: dict[str, Interaction] = {
    module.NAME: module for module in (choice, text_entry, inline_choice, gap_match, match, order, hottext)
}

__all__ = ["REGISTRY", "Interaction", "InvalidResponse", "Json", "ScoreInWords", "Text"]
