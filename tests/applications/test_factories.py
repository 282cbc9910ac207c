import pytest

from tests.factories import make_submitted_application

pytestmark = pytest.mark.django_db


def test_a_submitted_application_has_a_version_that_counts():
    application = make_submitted_application()
    assert application.current_submission == application.submissions.get()
