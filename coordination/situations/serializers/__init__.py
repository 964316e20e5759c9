"""The shape of requests, answers and reports in the API. Rules stand in `content` and in the services."""

from coordination.situations.serializers.answering import (
    InputSerializer,
    InputSubmitSerializer,
    ReceiptSerializer,
    WithdrawSerializer,
)
from coordination.situations.serializers.asking import RequestDetailSerializer, RequestSerializer
from coordination.situations.serializers.reporting import ReportBodySerializer, ReportSerializer

__all__ = [
    "InputSerializer",
    "InputSubmitSerializer",
    "ReceiptSerializer",
    "ReportBodySerializer",
    "ReportSerializer",
    "RequestDetailSerializer",
    "RequestSerializer",
    "WithdrawSerializer",
]
