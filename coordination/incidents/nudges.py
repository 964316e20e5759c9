"""The nudge that every slice gives the worker. It lies with the actors, whose letters need it too."""

from actors.nudges import nudge

__all__ = ["nudge"]
