"""What staff see of alerts."""

import pytest
from django.utils import timezone

from alerts.models import Alert
from core.models import AuditRecord
from tests.alerts.scenes import ADDRESS, make_alert
from tests.factories import make_competition, make_staff

pytestmark = pytest.mark.django_db
LIST = "/en/admin/alerts/alert/"


@pytest.fixture
def alert():
    return make_alert(now=timezone.now(), query="grade=AD5")


def test_an_address_is_masked_for_who_may_not_see_identities(client, alert):
    client.force_login(make_staff("alerts.view_alert"))
    for path in (LIST, f"{LIST}{alert.pk}/change/"):
        page = client.get(path).content.decode()
        assert ADDRESS not in page
    assert "r…@example.eu" in client.get(LIST).content.decode()


def test_support_finds_an_alert_by_its_whole_address_only(client, alert):
    client.force_login(make_staff("alerts.view_alert", "accounts.view_identity"))
    assert ADDRESS in client.get(f"{LIST}?q={ADDRESS}").content.decode()
    assert ADDRESS not in client.get(f"{LIST}?q=someone@example.eu").content.decode().replace("q=", "")


def test_the_counts_stand_above_the_list(client, alert):
    make_alert(now=timezone.now(), competition=make_competition())
    client.force_login(make_staff("alerts.view_alert"))
    page = "".join(client.get(LIST).content.decode().split())
    assert '<thscope="row">Alertsaboutsearches</th><td>1</td>' in page
    assert '<thscope="row">Alertsaboutcompetitions</th><td>1</td>' in page


def test_support_erases_an_alert_for_its_reader(client, alert):
    staff = make_staff("alerts.view_alert", "alerts.delete_alert")
    client.force_login(staff)
    client.post(LIST, {"action": "erase", "_selected_action": [alert.pk]})
    assert Alert.objects.count() == 0
    assert AuditRecord.objects.get(verb="alert_stopped").by == staff


def test_who_may_only_look_erases_nothing(client, alert):
    client.force_login(make_staff("alerts.view_alert"))
    client.post(LIST, {"action": "erase", "_selected_action": [alert.pk]})
    assert Alert.objects.count() == 1


def test_without_a_permission_the_list_is_closed(client, alert):
    client.force_login(make_staff("careers.view_place"))
    assert client.get(LIST).status_code == 403
