"""Every part of the pages on one page, for those who build and check them; not reachable in service."""

from datetime import timedelta
from decimal import Decimal

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from applications import clock

LEVELS = ("0", "1-", "1", "1+", "2-", "2", "2+", "3-", "3", "3+", "4-", "4", "4+", "5")


class SampleForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(label=_("기업명"), help_text=_("사업자등록증에 적힌 이름을 적어 주세요."))
    email = forms.EmailField(label=_("이메일"), required=False)
    founded = forms.DateField(label=_("설립일"), widget=forms.DateInput)
    opens = forms.DateTimeField(label=_("접수 시작"), widget=forms.DateTimeInput, required=False)
    region = forms.ChoiceField(label=_("지역"), choices=[("", _("고르세요")), ("a", _("가 지역")), ("b", _("나 지역"))])
    rating = forms.ChoiceField(
        label=_("자기평가"),
        widget=forms.RadioSelect,
        choices=[("5", _("매우 높음")), ("3", _("보통")), ("0", _("없음"))],
    )
    kinds = forms.MultipleChoiceField(
        label=_("기술 분야"), widget=forms.CheckboxSelectMultiple, required=False, choices=[("x", "MES"), ("y", "ERP")]
    )
    about = forms.CharField(label=_("설명"), widget=forms.Textarea, help_text=_("자동으로 저장돼요."))
    paper = forms.FileField(label=_("증빙 파일"), required=False)
    agreed = forms.BooleanField(label=_("내용이 사실임을 확인합니다"))


def gallery(request: HttpRequest) -> HttpResponse:
    """The gallery page; 404 unless DEBUG or DEMO."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    form = SampleForm(request.POST, request.FILES) if request.method == "POST" else SampleForm()
    page = Paginator(range(400), 20).get_page(request.GET.get("page"))
    return render(request, "gallery/gallery.html", {"form": form, "page": page, **_figures(), **_moments(request.path)})


def _figures() -> dict[str, object]:
    counts = [3, 8, 12, 20, 31, 42, 57, 75, 64, 51, 38, 27, 15, 7]
    sections = [_("경영"), _("기술"), _("프로젝트 관리"), _("사후 관리"), _("보안")]
    return {
        "levels": LEVELS,
        "level_rows": [(level, count, str(count)) for level, count in zip(LEVELS, counts, strict=True)],
        "sections": sections,
        "values": [Decimal("82.0"), Decimal("74.5"), Decimal("61.0"), Decimal("90.0"), Decimal("55.5")],
        "compared": [Decimal("70.0"), Decimal("70.0"), Decimal("70.0"), Decimal("65.0"), Decimal("66.0")],
        "funnel": [
            (_("신청"), 450, "450"),
            (_("적격"), 431, "431"),
            (_("진단 완료"), 298, "298"),
            (_("공개"), 120, "120"),
        ],
        "years": ["2022", "2023", "2024", "2025", "2026"],
        "series": [(_("첫째 값"), [10, 30, 45, None, 80]), (_("둘째 값"), [5, 12, 18, 25, 33])],
        "chart_headers": [_("구간"), _("수")],
        "chart_rows": list(zip(LEVELS, counts, strict=True)),
    }


def _moments(here: str) -> dict[str, object]:
    now = clock.now()
    return {
        "before": now - timedelta(days=3),
        "deadline": now + timedelta(days=5, hours=3),
        "entries": [
            {"title": _("신청서 제출"), "at": now - timedelta(days=9), "state": "done"},
            {
                "title": _("진단"),
                "at": now - timedelta(days=2),
                "state": "active",
                "note": _("위원 3명이 채점하고 있어요."),
            },
            {"title": _("결과 공개"), "at": None, "state": "todo"},
        ],
        "amount": 250000,
        "total": Decimal("782.5"),
        "step_labels": [_("기업 정보"), _("문항 응답"), _("증빙"), _("제출")],
        "tab_links": [(_("전체"), here, 12), (_("기다리는 것"), f"{here}?page=2", 3)],
        "side_links": [(_("개요"), here), (_("응답"), f"{here}?page=3"), (_("증빙"), f"{here}?page=4")],
    }
