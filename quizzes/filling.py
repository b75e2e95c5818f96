"""Places filled from overlapping pools. Plain arithmetic, for draws and for the check of course files."""

from collections.abc import Hashable, Iterable, Sequence


def fill[T: Hashable](wishes: Sequence[Iterable[T]]) -> dict[T, int]:
    """As many places as can be, each with a thing of its own among its wishes: by thing, its place.

    Where wishes overlap, a place gives its thing to another that would have none (augmenting paths, Kuhn
    1955). What stands first among the wishes is taken first.
    """
    taken: dict[T, int] = {}

    def find(place: int, seen: set[T]) -> bool:
        for thing in wishes[place]:
            if thing not in seen:
                seen.add(thing)
                if thing not in taken or find(taken[thing], seen):
                    taken[thing] = place
                    return True
        return False

    for place in range(len(wishes)):
        find(place, set())
    return taken
