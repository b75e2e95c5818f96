"""Every page there is, empty and filled, has no finding by axe and does not scroll sideways on a phone.

Light and dark, at 320 px and at 1280 px; an error in the console or a breach of the policy fails too.
"""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from tests.browser.looks import TOURS, Looks


@pytest.fixture
def look(request: pytest.FixtureRequest, axe_findings: Callable[[Page], list[str]]) -> Iterator[Looks]:
    looks = Looks(axe_findings)
    yield looks
    assert not looks.wrong, "\n".join(sorted(set(looks.wrong)))
    assert looks.names == TOURS[request.function.__name__]
