from django.utils.translation import override

from portal.templatetags.anchors import all_told, told


def test_an_anchor_is_told_in_english_on_english_pages_alone():
    with override("en"):
        assert told("모델 카드") == "Model card"
    with override("ko"):
        assert told("모델 카드") == "모델 카드"


def test_words_without_a_translation_are_marked_as_korean_and_escaped():
    with override("en"):
        assert (
            all_told(["모델 카드", "<b>다른 말</b>"]) == 'Model card, <span lang="ko">&lt;b&gt;다른 말&lt;/b&gt;</span>'
        )
