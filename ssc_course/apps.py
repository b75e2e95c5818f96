"""The project's own app: its checks are registered when Django starts."""

from django.apps import AppConfig


class MouthConfig(AppConfig):
    name = "ssc_course"
    verbose_name = "Course"

    def ready(self) -> None:
        from ssc_course import checks  # noqa: F401
