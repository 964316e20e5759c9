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
from coordination.situations.models.asking import (
    AnswerLink,
    Function,
    Question,
    QuestionKind,
    QuestionSet,
    Recipient,
    Request,
    Rhythm,
    RhythmKind,
)
from coordination.situations.models.attaching import LARGEST_FILE, AnswerFile
from coordination.situations.models.reading import Reading
from coordination.situations.models.reporting import WORDS, Compilation, CompilationSource, Rendering, Report
from coordination.situations.models.stewarding import Dispute, DisputeRule, DisputeSide, Remark

__all__ = [
    "LARGEST_FILE",
    "WORDS",
    "AnswerFile",
    "AnswerLink",
    "Compilation",
    "CompilationSource",
    "Confidence",
    "Dispute",
    "DisputeRule",
    "DisputeSide",
    "Function",
    "GuardedAnswer",
    "Impact",
    "Input",
    "OfIncident",
    "Question",
    "QuestionKind",
    "QuestionSet",
    "Reading",
    "Recipient",
    "RedactedCopy",
    "Remark",
    "Rendering",
    "Report",
    "Request",
    "Rhythm",
    "RhythmKind",
    "Standing",
    "Trend",
]
