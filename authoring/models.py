"""What the last load of course files left behind, so that a later one knows what was edited since."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from lessons.models import SLUG_LENGTH, Course, Picture


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


class CourseFileQuerySet(models.QuerySet):
    def with_pictures(self) -> Self:
        """With what is known of pictures, but without their bytes."""
        return self.select_related("picture").defer("picture__data")


class CourseFile(models.Model):
    """A file of the last load: its head comment, or the picture that it is."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="files")
    path = models.CharField(max_length=200)
    head = models.TextField(blank=True)
    picture = models.ForeignKey(Picture, models.PROTECT, null=True, related_name="files")
    content_hash = models.CharField(max_length=64)

    objects = CourseFileQuerySet.as_manager()

    class Meta:
        ordering = ["course", "path"]
        constraints = [
            models.UniqueConstraint(fields=["course", "path"], name="a_course_has_one_file_a_path")
        ]

    def __str__(self) -> str:
        return self.path
