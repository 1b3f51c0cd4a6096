"""Is this file ours, whole and unchanged? First by the register of what was issued, then by its signature."""

import base64
import hashlib
import json
import logging
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from diagnosis.bank_letters.models import BankLetter
from diagnosis.certificates.keys import roots_in, seal
from diagnosis.certificates.models import Certificate
from diagnosis.reports.models import Report

logger = logging.getLogger(__name__)
SCRIPT = Path(__file__).with_name("examiner.py")
WAIT_SECONDS = 60  # its processor time is limited within; a busy machine makes no sound file unreadable


class Verdict(models.TextChoices):
    """What was found out about a file, in one word and one sentence."""

    ISSUED = "issued", _("이 포털이 발급한 파일 그대로예요.")
    INTACT = "intact", _("이 포털의 서명은 온전하지만 발급 기록에 없는 파일이에요. 발급 기관에 물어보세요.")
    EXTENDED = "extended", _("서명한 뒤에 덧붙인 내용이 있어요. 발급된 파일이 아니에요.")
    CHANGED = "changed", _("서명한 뒤에 내용이 바뀌었어요. 믿지 마세요.")
    FOREIGN = "foreign", _("이 포털의 서명이 아니에요.")
    UNSIGNED = "unsigned", _("전자서명이 없는 파일이에요. 다시 저장하거나 인쇄해서 스캔한 파일에는 서명이 남지 않아요.")
    UNREADABLE = "unreadable", _("읽을 수 없는 PDF예요.")


TONES = {Verdict.ISSUED: "success", Verdict.INTACT: "warning", Verdict.UNSIGNED: "warning"}


@dataclass(frozen=True)
class Finding:
    """The verdict with the file's SHA-256 and what is known of it; `paper` and `report` only when issued here."""

    verdict: Verdict
    sha256: str
    paper: Certificate | BankLetter | None = None
    report: Report | None = None
    signer: str = ""
    signed_at: datetime | None = None
    is_stamped: bool = False

    @property
    def tone(self) -> str:
        return TONES.get(self.verdict, "danger")


def examine(pdf: bytes) -> Finding:
    """Judge a file; nothing of it is kept."""
    digest = hashlib.sha256(pdf).hexdigest()
    paper = _paper(digest)
    report = Report.objects.filter(sha256=digest).select_related("outcome__application").first()
    if paper or report:
        return Finding(Verdict.ISSUED, digest, paper, report)
    found = _read(pdf)
    at = datetime.fromisoformat(found["at"]) if found.get("at") else None
    return Finding(
        Verdict(found["finding"]), digest, None, None, found.get("signer", ""), at, found.get("stamped", False)
    )


def _paper(digest: str) -> Certificate | BankLetter | None:
    """The certificate or letter whose file has this SHA-256."""
    found = Certificate.objects.filter(sha256=digest).select_related("outcome__application").first()
    letters = BankLetter.objects.filter(sha256=digest).select_related("outcome__application", "request")
    return found or letters.first()


def _read(pdf: bytes) -> dict[str, Any]:
    """The reading process's answer; a process that dies or hangs has met an unreadable file."""
    told = {
        "pdf": [pdf],
        "roots": [one.dump() for one in seal().roots],
        "stamp_roots": [one.dump() for one in roots_in(settings.TIMESTAMP_ROOTS)],
    }
    asked = json.dumps({name: [base64.b64encode(one).decode() for one in some] for name, some in told.items()})
    command = [sys.executable, "-I", str(SCRIPT)]
    try:
        done = subprocess.run(
            command, input=asked.encode(), capture_output=True, timeout=WAIT_SECONDS, check=True, env={}
        )
        found: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError):
        logger.warning("a document could not be examined", exc_info=True)
        return {"finding": "unreadable"}
    return found
