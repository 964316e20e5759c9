"""Requests, answers (svar), what the machine compiles of them, and the county's reports."""

from coordination.incidents.models import OfIncident
from coordination.situations.models.answering import (
    Confidence,
    GuardedAnswer,
    Impact,
    Input,
    RedactedCopy,
    Standing,
    Trend,
)
from coordination.situations.models.asking import Function, QuestionSet, Recipient, Request
from coordination.situations.models.reading import Reading
from coordination.situations.models.reporting import WORDS, Compilation, CompilationSource, Rendering, Report

__all__ = [
    "WORDS",
    "Compilation",
    "CompilationSource",
    "Confidence",
    "Function",
    "GuardedAnswer",
    "Impact",
    "Input",
    "OfIncident",
    "QuestionSet",
    "Reading",
    "Recipient",
    "RedactedCopy",
    "Rendering",
    "Report",
    "Request",
    "Standing",
    "Trend",
]
