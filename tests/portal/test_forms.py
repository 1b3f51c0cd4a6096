from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.gallery import SampleForm


def squeezed(markup: str) -> str:
    return " ".join(markup.split())


def test_text_field_carries_class_hint_and_required_mark():
    page = squeezed(SampleForm()["name"].as_field_group())
    assert '<label for="id_name">기업명 <span class="required">필수</span></label>' in page
    assert 'class="krds-input"' in page
    assert 'aria-describedby="id_name_helptext"' in page
    assert 'id="id_name_helptext"' in page


def test_fault_is_bound_to_its_field():
    page = squeezed(SampleForm({"name": ""})["name"].as_field_group())
    assert 'aria-invalid="true"' in page
    assert 'aria-describedby="id_name_helptext id_name_error"' in page
    assert page.count('id="id_name_error"') == 1


def test_summary_links_to_every_faulty_field_and_the_targets_exist():
    page = str(SampleForm({}))
    targets = [part.split('"')[0] for part in page.split('<a href="#')[1:]]
    assert targets == ["id_name", "id_founded", "id_region", "id_rating", "id_about", "id_agreed"]
    assert [target for target in targets if f'id="{target}"' not in page] == []


def test_form_without_faults_has_no_summary():
    assert "error-summary" not in str(SampleForm())


def test_moments_are_picked_the_iso_way():
    form = SampleForm(initial={"founded": "2020-01-02"})
    assert 'type="date"' in str(form["founded"])
    assert 'value="2020-01-02"' in str(form["founded"])
    assert 'type="datetime-local"' in str(form["opens"])


def test_choice_is_grey_until_made():
    assert "completed" not in str(SampleForm()["region"])
    assert 'class="krds-form-select completed"' in str(SampleForm({"region": "a"})["region"])


def test_faulty_choice_is_marked():
    assert 'class="krds-form-select is-error"' in str(SampleForm({"region": ""})["region"])


def test_radio_and_label_are_neighbours_in_a_named_group():
    page = squeezed(SampleForm()["rating"].as_field_group())
    assert '<legend class="form-tit">자기평가 <span class="required">필수</span></legend>' in page
    assert 'id="id_rating_0"> <label for="id_rating_0">매우 높음</label>' in page


def test_checkbox_and_label_are_neighbours():
    page = squeezed(SampleForm()["agreed"].as_field_group())
    assert 'id="id_agreed"><label for="id_agreed">내용이 사실임을 확인합니다' in page


def test_own_classes_and_attributes_of_a_widget_stay():
    class Own(forms.Form):
        code = forms.CharField(widget=forms.TextInput(attrs={"class": "small", "autocomplete": "off"}))

    page = str(Own()["code"])
    assert 'class="small krds-input"' in page
    assert 'autocomplete="off"' in page


def test_placeholder_is_left_out():
    class Own(forms.Form):
        code = forms.CharField(widget=forms.TextInput(attrs={"placeholder": "코드"}))

    assert "placeholder" not in str(Own()["code"])


def test_hidden_field_stays_bare():
    class Own(forms.Form):
        code = forms.CharField(widget=forms.HiddenInput)

    assert str(Own()["code"]) == '<input type="hidden" name="code" id="id_code">'


def test_labels_never_end_in_a_colon():
    assert ":" not in str(SampleForm()["name"].label_tag())


def test_file_field_keeps_its_name_when_bound():
    form = SampleForm({}, {"paper": SimpleUploadedFile("가.pdf", b"%PDF-")})
    assert 'type="file" name="paper"' in str(form["paper"])
