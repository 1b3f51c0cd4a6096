from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diagnosis.schemes.archives import LARGEST_ARCHIVE, ArchiveRefused, files_in


class UploadForm(forms.Form):
    """A ZIP of the TOML files of one scheme folder."""

    archive = forms.FileField(
        label=gettext_lazy("진단 체계 ZIP 파일"),
        help_text=gettext_lazy("진단 체계 폴더의 TOML 파일을 압축한 파일, 1MB까지 올릴 수 있어요."),
        widget=forms.ClearableFileInput(attrs={"accept": ".zip"}),
    )

    def clean_archive(self) -> UploadedFile:
        """Opened and judged here; the files' texts are then in `files`."""
        archive: UploadedFile = self.cleaned_data["archive"]
        if archive.size is not None and archive.size > LARGEST_ARCHIVE:
            raise forms.ValidationError(_("파일이 너무 큽니다. 1MB까지 올릴 수 있습니다."))
        try:
            self.files_in_archive: dict[str, str] = files_in(archive.file)
        except ArchiveRefused as refused:
            raise forms.ValidationError(list(refused.faults)) from refused
        return archive
