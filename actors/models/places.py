"""Counties, municipalities and the areas that counties form."""

from django.db import models

from actors.sorting import swedish_sort_field


class CivilArea(models.Model):
    """Civilområde: a group of counties, one of whose boards is responsible (SFS 2022:525)."""

    code = models.CharField(max_length=4, primary_key=True)
    name = models.CharField(max_length=60)
    responsible = models.ForeignKey("County", models.PROTECT, null=True, related_name="+")
    source = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name


class County(models.Model):
    """Län. A county is a row, never a branch in the code."""

    code = models.CharField(max_length=2, primary_key=True, help_text="SCB")
    letter = models.CharField(max_length=2, unique=True)
    name = models.CharField(max_length=60, help_text="Gävleborgs län")
    short = models.CharField(max_length=40, help_text="Gävleborg")
    seat = models.CharField(max_length=40)
    civil_area = models.ForeignKey(CivilArea, models.PROTECT, related_name="counties")
    source = models.CharField(max_length=200)
    sort_name = swedish_sort_field()

    class Meta:
        ordering = ["sort_name"]

    def __str__(self) -> str:
        return self.name


class Municipality(models.Model):
    """Kommun, with SCB's four-digit code."""

    code = models.CharField(max_length=4, primary_key=True, help_text="SCB")
    name = models.CharField(max_length=60, help_text="Ljusdal")
    county = models.ForeignKey(County, models.PROTECT, related_name="municipalities")
    source = models.CharField(max_length=200)
    sort_name = swedish_sort_field()

    class Meta:
        ordering = ["sort_name"]

    def __str__(self) -> str:
        return self.name
