"""Static files with their content's hash in the name, compressed once when they are gathered."""

from typing import Any

import brotli
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Level 11 made gathering take more than a minute of processor time, for files a few per cent smaller.
BROTLI_LEVEL = 9


class QuickCompressor(Compressor):  # type: ignore[misc]  # whitenoise is untyped
    @staticmethod
    def compress_brotli(data: bytes) -> bytes:
        return bytes(brotli.compress(data, quality=BROTLI_LEVEL))


class GatheredFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # as above
    def create_compressor(self, **options: Any) -> Compressor:
        return QuickCompressor(**options)
