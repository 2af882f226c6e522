from django.db import models


class Classification(models.Model):
    """A class of micro-credentials, as data: what its level means and how its badge is drawn.

    inner is empty for a badge of a single ring.
    """

    class Color(models.TextChoices):
        DARK_CRIMSON = "dark-crimson"
        CRIMSON = "crimson"
        GOLD = "gold"

    class Cue(models.TextChoices):
        ONE_STAR = "star-1"
        TWO_STARS = "star-2"
        THREE_STARS = "star-3"
        DIAMOND = "diamond"
        COMPASS = "compass"

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField()
    banner_label = models.CharField(max_length=40)
    outer = models.CharField(max_length=20, choices=Color)
    inner = models.CharField(max_length=20, choices=Color, blank=True)
    banner = models.CharField(max_length=20, choices=Color)
    cue = models.CharField(max_length=10, choices=Cue)
    has_level = models.BooleanField(default=True)
    mastery = models.CharField(max_length=60)
    meaning = models.TextField()
    criteria_meaning = models.TextField()
    rings_in_words = models.CharField(max_length=200)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name
