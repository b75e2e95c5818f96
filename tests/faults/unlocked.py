"""For the controls: a server that holds no row and begins its transactions as Django does by default."""

from django.apps import AppConfig


class Unlocked(AppConfig):
    name = "tests.faults"

    def ready(self) -> None:
        from tests.faults.acts import hold_nothing

        hold_nothing()
