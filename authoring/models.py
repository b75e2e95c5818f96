"""What the last load of course files left behind, so that a later one knows what was edited since."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lessons.models import SLUG_LENGTH, Course


class LoadedText(models.Model):
    """A thing's canonical text at the last load. Where the database dumps another, it was edited since."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="loaded_texts")
    kind = models.CharField(max_length=10)
    slug = models.SlugField(max_length=SLUG_LENGTH)
    text = models.TextField(blank=True, help_text=_("as the files had it; empty where they had it not"))
    is_kept = models.BooleanField(
        default=False, help_text=_("an edit was settled: the database's text stays, the files' waits")
    )
    kept = models.TextField(blank=True, help_text=_("the database's text when that was settled"))

    class Meta:
        ordering = ["course", "kind", "slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "kind", "slug"], name="a_thing_has_one_text_of_the_last_load"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.slug}"


class CourseFile(models.Model):
    """A file of the last load: its head comment, or a picture's bytes, which are served from here."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="files")
    path = models.CharField(max_length=200)
    head = models.TextField(blank=True)
    picture = models.BinaryField(null=True)
    content_hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["course", "path"]
        constraints = [
            models.UniqueConstraint(fields=["course", "path"], name="a_course_has_one_file_a_path")
        ]

    def __str__(self) -> str:
        return self.path
