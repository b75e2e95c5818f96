"""In which order options are shown. It depends on nothing that a file's order could give away."""

from __future__ import annotations

import hashlib
from random import Random

from quizzes.interactions import REGISTRY, Json
from quizzes.models import ItemVersion


def settled_order(version: ItemVersion, slug: str) -> list[str]:
    """For practice: the same for everyone at every time, so that looking writes nothing."""
    return practice_order(version.interaction, version.content, slug)


def practice_order(interaction: str, content: Json, slug: str) -> list[str]:
    """The settled order of an item that need not be stored."""
    return _pinned_last(
        interaction,
        content,
        sorted(
            REGISTRY[interaction].option_ids(content),
            key=lambda option: hashlib.sha256(f"{slug}\n{option}".encode()).digest(),
        ),
    )


def shuffled_order(version: ItemVersion, chance: Random | None) -> list[str]:
    """For an attempt, which stores it. Without chance: as in practice."""
    if chance is None:
        return settled_order(version, version.item.slug)
    options = list(REGISTRY[version.interaction].option_ids(version.content))
    chance.shuffle(options)
    return _pinned_last(version.interaction, version.content, options)


def _pinned_last(name: str, content: Json, options: list[str]) -> list[str]:
    interaction = REGISTRY[name]
    if interaction.fixed_order(content):
        return list(interaction.option_ids(content))
    pinned = interaction.pinned(content)
    return [option for option in options if option not in pinned] + list(pinned)
