"""The shape of what is asked, said, judged and published in the API. Rules stand in `content` and in the services."""

from coordination.situations.serializers.answering import (
    InputSerializer,
    InputSubmitSerializer,
    ReceiptSerializer,
    WithdrawSerializer,
)
from coordination.situations.serializers.asking import RequestDetailSerializer, RequestSerializer
from coordination.situations.serializers.reporting import ReportBodySerializer, ReportSerializer
from coordination.situations.serializers.rhythms import PutOffSerializer, RhythmMakeSerializer, RhythmSerializer
from coordination.situations.serializers.stewarding import (
    AskSidesSerializer,
    DeskSerializer,
    QuestionBackSerializer,
    RemarkSerializer,
    ReplySerializer,
    SameSerializer,
    SettleSerializer,
    ShowSerializer,
    WeighedSerializer,
    WeighSerializer,
)

__all__ = [
    "AskSidesSerializer",
    "DeskSerializer",
    "InputSerializer",
    "InputSubmitSerializer",
    "PutOffSerializer",
    "QuestionBackSerializer",
    "ReceiptSerializer",
    "RemarkSerializer",
    "ReplySerializer",
    "ReportBodySerializer",
    "ReportSerializer",
    "RequestDetailSerializer",
    "RequestSerializer",
    "RhythmMakeSerializer",
    "RhythmSerializer",
    "SameSerializer",
    "SettleSerializer",
    "ShowSerializer",
    "WeighSerializer",
    "WeighedSerializer",
    "WithdrawSerializer",
]
