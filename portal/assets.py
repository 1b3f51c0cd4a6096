"""Storage of the collected static files."""

from typing import Any

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedGzipStorage(CompressedManifestStaticFilesStorage):
    """Names with a content hash and gzip copies; no Brotli, whose best level costs minutes on the fonts and scripts."""

    def create_compressor(self, **kwargs: Any) -> Compressor:
        return Compressor(use_brotli=False, **kwargs)
