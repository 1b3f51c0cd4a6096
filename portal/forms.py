"""How form fields become markup of the design system, without a word about it in any form class."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting

OWN_TEMPLATES = {
    "django/forms/widgets/radio.html": "krds/widgets/choices.html",
    "django/forms/widgets/checkbox_select.html": "krds/widgets/choices.html",
    "django/forms/widgets/clearable_file_input.html": "krds/widgets/file.html",
    "django/forms/widgets/file.html": "krds/widgets/file.html",
}
# Browsers offer a picker for these types only when the value is written the ISO way.
PICKERS: tuple[tuple[type[forms.Widget], str, str], ...] = (
    (forms.DateTimeInput, "datetime-local", "%Y-%m-%dT%H:%M"),
    (forms.DateInput, "date", "%Y-%m-%d"),
    (forms.TimeInput, "time", "%H:%M"),
)
BARE = (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple, forms.MultiWidget)


class KrdsBoundField(BoundField):
    """A field of a form that gives its widget the classes of the design system."""

    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        field.widget.attrs.pop("placeholder", None)  # it looks like an answer; help_text stays
        for kind, input_type, pattern in PICKERS:
            if isinstance(field.widget, kind):
                vars(field.widget).update(input_type=input_type, format=pattern)  # the form's own copy
                break

    def label_tag(self, contents: Any = None, attrs: Any = None, label_suffix: Any = None, tag: Any = None) -> Any:
        return super().label_tag(contents, attrs, label_suffix="" if label_suffix is None else label_suffix, tag=tag)

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        built = super().build_widget_attrs(attrs, widget)
        drawn = widget or self.field.widget
        classes = [drawn.attrs.get("class", ""), built.get("class", ""), *self._classes(drawn)]
        if joined := " ".join(dict.fromkeys(" ".join(classes).split())):
            built["class"] = joined
        return built

    def _classes(self, widget: forms.Widget) -> list[str]:
        if widget.is_hidden or isinstance(widget, BARE):
            return []
        if isinstance(widget, forms.FileInput):
            return ["file-input"]
        if isinstance(widget, forms.Select) and not isinstance(widget, forms.SelectMultiple):
            # The list stays placeholder-grey until it is `completed`.
            chosen = ["completed"] if self.value() not in (None, "") else []
            return ["krds-form-select", *chosen, *(["is-error"] if self.errors else [])]
        return ["krds-input"]


class KrdsRenderer(TemplatesSetting):
    """Renders every form, field and widget of the site; named by FORM_RENDERER.

    `django.forms` has to stand in INSTALLED_APPS: the widgets not listed here come from there.
    """

    form_template_name = "krds/form.html"
    formset_template_name = "krds/formset.html"
    field_template_name = "krds/field.html"
    bound_field_class = KrdsBoundField

    def get_template(self, template_name: str) -> Any:
        return super().get_template(OWN_TEMPLATES.get(template_name, template_name))
