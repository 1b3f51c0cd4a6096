import pytest

from diagnosis.directory.models import Listing
from portal.directory_benchmark import directory_report
from tests.factories.people import make_user


@pytest.mark.django_db
def test_the_report_measures_searches_among_the_crowd():
    make_user("supplier")
    lines = list(directory_report(40))

    assert Listing.objects.count() == 40
    assert [line.split()[-1] for line in lines] == ["queries", "3", "3", "3", "5"]
