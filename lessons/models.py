"""What is read: a course's modules and sections, and the article's claims, editor's notes and terms."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

SLUG_LENGTH = 60


class State(models.TextChoices):
    """Nothing that was ever shown is deleted: what is gone from the files is retired."""

    PUBLISHED = "published", _("published")
    RETIRED = "retired", _("retired")


class CourseContent(models.QuerySet):
    def published(self) -> Self:
        return self.filter(state=State.PUBLISHED)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Of the course, everyone sees what is published; authors come through `authoring.access`."""
        return self.published()


class Course(models.Model):
    slug = models.SlugField(max_length=SLUG_LENGTH, unique=True)
    title = models.CharField(max_length=200)
    short_title = models.CharField(max_length=80)
    language = models.CharField(max_length=10, default="en")
    complete = models.BooleanField(default=False, help_text=_("every claim must be taught and tested"))
    about = models.TextField(blank=True, help_text=_("Markdown"))
    about_html = models.TextField(blank=True, help_text=_("rendered and cleaned at load"))
    article = models.JSONField(default=dict, help_text=_("title, author, role, published, publisher"))
    paragraphs = models.JSONField(default=list, help_text=_("id, sentences, heading, says: in our own words"))
    figure = models.JSONField(default=dict, help_text=_("drawn on the course's home: see lessons.figures"))
    state = models.CharField(max_length=10, choices=State, default=State.PUBLISHED)

    objects = CourseContent.as_manager()

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class Module(models.Model):
    course = models.ForeignKey(Course, models.PROTECT, related_name="modules")
    slug = models.SlugField(max_length=SLUG_LENGTH)
    title = models.CharField(max_length=200)
    objectives = models.JSONField(default=list)
    discuss = models.JSONField(default=list, help_text=_("for a classroom: question, weigh"))
    position = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.PUBLISHED)

    objects = CourseContent.as_manager()

    class Meta:
        ordering = ["course", "position"]
        constraints = [
            models.UniqueConstraint(fields=["course", "slug"], name="a_module_slug_is_unique_in_its_course")
        ]

    def __str__(self) -> str:
        return self.title


class Claim(models.Model):
    """One thing the article says, in our own words. A `position` is a judgement of its author's."""

    class Kind(models.TextChoices):
        DEFINITION = "definition", _("definition")
        ACTOR = "actor", _("actor")
        AREA = "area", _("area")
        PRINCIPLE = "principle", _("principle")
        INITIATIVE = "initiative", _("initiative")
        INSTITUTION = "institution", _("institution")
        FUND = "fund", _("fund")
        FORUM = "forum", _("forum")
        SECTOR = "sector", _("sector")
        EXAMPLE = "example", _("example")
        MECHANISM = "mechanism", _("mechanism")
        OUTCOME = "outcome", _("outcome")
        POSITION = "position", _("author's view")

    # What is said to follow is as much the author's word as what is said to be right.
    VIEWS = frozenset({Kind.OUTCOME, Kind.POSITION})

    course = models.ForeignKey(Course, models.PROTECT, related_name="claims")
    slug = models.SlugField(max_length=SLUG_LENGTH)
    kind = models.CharField(max_length=12, choices=Kind)
    says = models.TextField()
    refs = models.JSONField(default=list, help_text=_("sentences of the article, such as P4.2"))
    values = models.JSONField(default=list, help_text=_("particulars to recall or recognise"))
    position = models.PositiveSmallIntegerField(default=0, help_text=_("order in the article"))
    state = models.CharField(max_length=10, choices=State, default=State.PUBLISHED)

    objects = CourseContent.as_manager()

    class Meta:
        ordering = ["course", "position"]
        constraints = [
            models.UniqueConstraint(fields=["course", "slug"], name="a_claim_slug_is_unique_in_its_course")
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def is_view(self) -> bool:
        return self.kind in self.VIEWS


class Note(models.Model):
    """An editor's note: what the public record adds to a claim, or corrects, with its source."""

    class Type(models.TextChoices):
        CONTEXT = "context", _("context")
        PRECISION = "precision", _("precision")
        CORRECTION = "correction", _("correction")
        UPDATE = "update", _("update")
        PERSPECTIVE = "perspective", _("perspective")
        TENSION = "tension", _("tension")

    course = models.ForeignKey(Course, models.PROTECT, related_name="notes")
    slug = models.SlugField(max_length=SLUG_LENGTH)
    about = models.ForeignKey(Claim, models.PROTECT, related_name="notes")
    type = models.CharField(max_length=12, choices=Type)
    text = models.TextField()
    source = models.TextField()
    position = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.PUBLISHED)

    objects = CourseContent.as_manager()

    class Meta:
        ordering = ["course", "position"]
        constraints = [
            models.UniqueConstraint(fields=["course", "slug"], name="a_note_slug_is_unique_in_its_course")
        ]

    def __str__(self) -> str:
        return self.slug


class Term(models.Model):
    course = models.ForeignKey(Course, models.PROTECT, related_name="terms")
    slug = models.SlugField(max_length=SLUG_LENGTH)
    title = models.CharField(max_length=120)
    short = models.CharField(max_length=20, blank=True, help_text=_("initials, such as BRI"))
    text = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.PUBLISHED)

    objects = CourseContent.as_manager()

    class Meta:
        ordering = ["course", "title"]
        constraints = [
            models.UniqueConstraint(fields=["course", "slug"], name="a_term_slug_is_unique_in_its_course")
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.short})" if self.short else self.title


class SectionQuerySet(CourseContent):
    def along_the_course(self, course: Course) -> Self:
        """The published ones in the order in which they are read, with module and current version."""
        return (
            self.published()
            .filter(course=course, module__state=State.PUBLISHED)
            .select_related("module", "current")
            .order_by("module__position", "position")
        )

    def with_reading_of(self, learner_pk: int | None) -> Self:
        """Adds what one learner (None: a visitor) read of each, for `lessons.reading.reading_of`."""
        reads = SectionRead.objects.filter(learner=learner_pk)
        return self.annotate(
            read_at=models.Subquery(reads.filter(version=models.OuterRef("current")).values("at")[:1]),
            was_read=models.Exists(reads.filter(version__section=models.OuterRef("pk"))),
        )


class Section(models.Model):
    course = models.ForeignKey(Course, models.PROTECT, related_name="sections")
    module = models.ForeignKey(Module, models.PROTECT, related_name="sections")
    slug = models.SlugField(max_length=SLUG_LENGTH)
    title = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.PUBLISHED)
    remark = models.TextField(blank=True, help_text=_("for authors; learners do not see it"))
    current = models.ForeignKey("SectionVersion", models.PROTECT, null=True, related_name="+")

    read_at: datetime | None  # by with_reading_of
    was_read: bool

    objects = SectionQuerySet.as_manager()

    class Meta:
        ordering = ["module", "position"]
        constraints = [
            models.UniqueConstraint(fields=["course", "slug"], name="a_section_slug_is_unique_in_its_course")
        ]

    def __str__(self) -> str:
        return self.title


class SectionVersionQuerySet(models.QuerySet):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(section__state=State.PUBLISHED)


class SectionVersion(models.Model):
    """Insert-only: what a learner read, and when. Made by `lessons.reading.revise_section` alone."""

    section = models.ForeignKey(Section, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    body = models.TextField(help_text=_("Markdown"))
    passages = models.JSONField(help_text=_("the body as cleaned HTML: lead, notes, terms, rest"))
    notes = models.JSONField(default=list, help_text=_("slugs of editor's notes, in the file's order"))
    sentences = models.JSONField(default=list, help_text=_("sentences of the article it rests on"))
    figure = models.JSONField(default=dict, help_text=_("drawn below the text: see lessons.figures"))
    claims = models.ManyToManyField(Claim, related_name="taught_by")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    why = models.CharField(max_length=200)
    content_hash = models.CharField(max_length=64)

    objects = SectionVersionQuerySet.as_manager()

    class Meta:
        ordering = ["section", "number"]
        constraints = [
            models.UniqueConstraint(fields=["section", "number"], name="a_section_has_one_version_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.section_id} v{self.number}"


class SectionReadQuerySet(models.QuerySet):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """One's own; instructors come through their cohort."""
        return self.filter(learner_id=user.pk) if user.pk else self.none()


class SectionRead(models.Model):
    """Insert-only: this learner marked this version as read."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="section_reads")
    version = models.ForeignKey(SectionVersion, models.PROTECT, related_name="reads")
    at = models.DateTimeField()
    as_guest = models.BooleanField(
        default=False, help_text=_("without an account; it stays so when it is added to one")
    )

    objects = SectionReadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "version"], name="a_learner_reads_a_section_version_once"
            )
        ]
        indexes = [models.Index(fields=["learner", "at"], name="section_read_by_learner")]

    def __str__(self) -> str:
        return f"{self.learner_id} read {self.version_id}"


class PictureQuerySet(models.QuerySet):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Everyone: a picture's address is told only by a text that one may see, and cannot be guessed."""
        return self

    def at(self, address: str) -> Self:
        """The one whose SHA-256 begins so: a range, which both databases find by the index."""
        return self.filter(sha256__gte=address, sha256__lt=f"{address}g")


class Picture(models.Model):
    """Insert-only: a picture that some text shows or showed, kept once whatever its files are called."""

    sha256 = models.CharField(max_length=64, unique=True)
    content_type = models.CharField(max_length=10)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    data = models.BinaryField()

    objects = PictureQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.sha256)
