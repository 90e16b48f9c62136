"""In a different cloud, each fact gets a different verdict."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final

import pytest

from live_check.facts import FACTS
from live_check.findings import Verdict
from live_check.person import Visit
from simulator import SimulatorOptions
from simulator.devices.ids import HOME_LOCATION

from .conftest import IMPATIENT, Account, rows
from .trouble import (
    PAIR,
    PLUG,
    SUBSCRIPTIONS,
    Trouble,
    at_page,
    confirmed_app,
    delivers,
    device_event,
    event_without_token,
    fails,
    in_order,
    lifecycle_event,
    lose_subscription,
    post_install,
    redirect,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A cloud in which a fact gets a verdict that it does not get in the usual cloud."""

    fact: str
    says: str
    """Part of the answer."""
    cloud: SimulatorOptions = field(default_factory=SimulatorOptions)
    trouble: Trouble | None = None
    at: str | None = None
    """The fact at whose start the trouble begins; by default, the fact itself."""
    verdict: Verdict = Verdict.DIFFERENT
    also: tuple[str, ...] = ()
    """Other facts to try, because they cause events."""
    public: bool = True
    choices: Mapping[str, object] = field(default_factory=dict)


def _heard(
    fact: str,
    says: str,
    trouble: Trouble | None = None,
    *,
    cloud: SimulatorOptions | None = None,
    verdict: Verdict = Verdict.DIFFERENT,
) -> Reading:
    """Return a reading of a fact about the events of a switched device."""
    return Reading(
        fact=fact,
        says=says,
        cloud=cloud or SimulatorOptions(),
        trouble=trouble,
        at="switch-events",
        verdict=verdict,
        also=("switch-events",),
        choices={"device": PLUG},
    )


pytestmark = pytest.mark.heartbeats

READINGS: Final = (
    Reading(fact="no-token", says="JSON", trouble=fails("/locations", 401, {"message": "no"})),
    Reading(fact="unknown-token", says="empty", trouble=fails("/scenes", 401)),
    Reading(fact="unknown-app", says="404", trouble=fails("/apps/*", 404)),
    Reading(fact="unknown-device", says="404", cloud=SimulatorOptions(unknown_device_status=404)),
    Reading(fact="unknown-path", says="403", trouble=fails("/live-check", 403)),
    Reading(fact="definition", says="403", trouble=fails("/capabilities/switch/1", 403)),
    Reading(
        fact="definition-texts",
        says="i18n/en: 404",
        trouble=fails("/capabilities/switch/1/i18n/en", 404),
    ),
    Reading(fact="unknown-version", says="200", trouble=fails("/scenes", 200, {"items": []})),
    Reading(fact="new-app", says="403, empty body", trouble=fails("/apps", 403)),
    Reading(fact="new-app", says="200, JSON with app", trouble=fails("/apps", 200, {"app": {}})),
    Reading(
        fact="confirmation-form",
        says="targetStatus CONFIRMED",
        at="new-app",
        trouble=fails("/apps", 200, confirmed_app()),
    ),
    Reading(
        fact="confirmation-order", says="before", cloud=SimulatorOptions(confirmation_first=True)
    ),
    Reading(
        fact="confirmation-order",
        says="no CONFIRMATION within 0.1 s",
        at="new-app",
        trouble=fails("/apps", 200, confirmed_app()),
        choices={"patience": replace(IMPATIENT, confirmation=0.1)},
    ),
    Reading(
        fact="confirmation-link",
        says="ForbiddenError",
        cloud=SimulatorOptions(confirmation_lifetime=0),
    ),
    Reading(
        fact="plain-form",
        says="signatureType ST_PADLOCK",
        cloud=SimulatorOptions(padlock_forced=True),
    ),
    Reading(
        fact="plain-form",
        says="400, UnsupportedOperationError",
        cloud=SimulatorOptions(refuse_plain_registration=True),
    ),
    Reading(fact="confirmation-again", says="422", trouble=fails("/apps/*/register", 422)),
    Reading(
        fact="sse-scope",
        says="422",
        trouble=fails("/apps/*/oauth", 422),
        verdict=Verdict.AS_ASSUMED,
    ),
    Reading(fact="sse-scope", says="with sse"),
    Reading(
        fact="padlock-signature",
        says="key_unavailable",
        at="new-app",
        trouble=fails("/pl/*", 503, times=9),
    ),
    Reading(
        fact="signature-headers",
        says="Digest SHA-256",
        cloud=SimulatorOptions(digest_label="SHA-256"),
    ),
    Reading(
        fact="padlock-certificate",
        says="issuer Somebody",
        cloud=SimulatorOptions(padlock_issuer="Somebody"),
    ),
    Reading(
        fact="app-rsa-signature",
        says="a key of the key host; authentic",
        cloud=SimulatorOptions(padlock_forced=True),
    ),
    Reading(
        fact="pending-install",
        says="it was installed",
        cloud=SimulatorOptions(pending_installs=True),
    ),
    Reading(
        fact="web-install",
        says="the page failed; CONFIGURATION did not come",
        trouble=at_page(lambda *_: None, Visit.FAILED),
    ),
    Reading(
        fact="install-shape",
        says="installedApp with config, installedAppId, locationId;",
        at="web-install",
        trouble=at_page(post_install(None)),
    ),
    Reading(
        fact="granted-scopes",
        says="1 scopes; missing: r:locations:*",
        at="web-install",
        trouble=at_page(post_install(["r:devices:*"])),
    ),
    Reading(
        fact="granted-scopes",
        says="more: r:hubs:*",
        at="web-install",
        trouble=at_page(post_install(["r:hubs:*"])),
    ),
    Reading(
        fact="token-form",
        says="access token: JWT; refresh token: UUID",
        cloud=SimulatorOptions(token_jwt=True),
        verdict=Verdict.AS_ASSUMED,
    ),
    Reading(
        fact="token-form",
        says="access token: 3 characters",
        at="web-install",
        trouble=at_page(post_install([], "abc")),
    ),
    Reading(fact="loopback-redirect", says="422", public=False, trouble=fails("/apps", 422)),
    Reading(
        fact="oauth-login",
        says="400, invalid_grant",
        public=False,
        trouble=in_order(
            at_page(partial(redirect, code="a code")),
            fails("/oauth/token", 400, {"error": "invalid_grant"}),
        ),
    ),
    Reading(
        fact="oauth-login",
        says="the redirect contains error, state",
        public=False,
        trouble=at_page(partial(redirect, error="access_denied")),
    ),
    Reading(
        fact="oauth-login",
        says="the page failed",
        public=False,
        trouble=at_page(lambda *_: None, Visit.FAILED),
    ),
    Reading(
        fact="oauth-login",
        says="200, JSON with access_token",
        public=False,
        trouble=in_order(
            at_page(partial(redirect, code="a code")),
            fails("/oauth/token", 200, PAIR),
            fails("/installedapps/*", 200, {"locationId": HOME_LOCATION}),
        ),
        verdict=Verdict.AS_ASSUMED,
    ),
    Reading(fact="pat-on-subscriptions", says="200", trouble=fails(SUBSCRIPTIONS, 200, {})),
    Reading(fact="pat-on-schedules", says="404", trouble=fails("/installedapps/*", 404)),
    Reading(fact="app-token-on-apps", says="200", trouble=fails("/apps/*", 200, {})),
    Reading(fact="foreign-installed-app", says="404", trouble=fails("/installedapps/*", 404)),
    Reading(
        fact="status-in-list",
        says="v=20170916: health",
        cloud=SimulatorOptions(status_in_list=False),
    ),
    Reading(
        fact="list-shape",
        says="healthState with no keys",
        cloud=SimulatorOptions(health_in_list=False),
    ),
    Reading(
        fact="devices-limit",
        says="100 in a window",
        trouble=lambda account: account.simulator.faults.fail(
            "/devices", status=200, body={"items": []}, headers={"X-RateLimit-Limit": "100"}
        ),
    ),
    Reading(fact="own-location", says="locations: 0", trouble=fails("/locations", 200, {})),
    Reading(
        fact="set-mode", says="403", trouble=fails("/locations/*/modes/current", 403, method="PUT")
    ),
    Reading(fact="history", says="403", trouble=fails("/history/devices", 403)),
    Reading(fact="lock-definitions", says="404", trouble=fails("/capabilities/lockUsers/1", 404)),
    Reading(
        fact="schedule", says="403", trouble=fails("/installedapps/*/schedules", 403, method="POST")
    ),
    Reading(fact="notification", says="403", trouble=fails("/notification", 403)),
    Reading(
        fact="notification",
        says="200",
        trouble=fails("/notification", 200, {"code": 200}),
        verdict=Verdict.AS_ASSUMED,
    ),
    Reading(fact="create-subscription", says="200", trouble=fails(SUBSCRIPTIONS, 200, {"id": "1"})),
    Reading(
        fact="same-name",
        says="200",
        cloud=SimulatorOptions(same_subscription_twice=True),
    ),
    Reading(
        fact="same-values",
        says="200",
        cloud=SimulatorOptions(same_subscription_twice=True),
    ),
    Reading(fact="bad-name", says="200", trouble=fails(SUBSCRIPTIONS, 200, {"id": "1"})),
    Reading(fact="ungranted-scope", says="200", trouble=fails(SUBSCRIPTIONS, 200, {"id": "1"})),
    Reading(
        fact="sse-sink",
        says="403",
        trouble=fails("/subscriptions", 403),
        verdict=Verdict.AS_ASSUMED,
    ),
    Reading(
        fact="sse-sink",
        says="200",
        trouble=fails("/subscriptions", 200, {"subscriptionId": "1"}),
    ),
    Reading(
        fact="our-subscriptions",
        says="9 made; CAPABILITY: 403",
        trouble=fails(SUBSCRIPTIONS, 403),
    ),
    Reading(
        fact="switch-events",
        says="commands off, on, off, on; events on, off, on, off",
        choices={"device": PLUG},
        trouble=lambda account: account.simulator.faults.reorder_deliveries(8),
    ),
    Reading(
        fact="overlapping-subscriptions",
        says="4 by the DEVICE subscription, 0 by the CAPABILITY subscription, 0 ids",
        choices={"device": PLUG},
        at="our-subscriptions",
        trouble=fails(SUBSCRIPTIONS, 403),
    ),
    Reading(
        fact="install-token-life",
        says="401",
        cloud=SimulatorOptions(install_token_lifetime=0.2),
    ),
    Reading(
        fact="install-token-life",
        says="refused at the age of",
        also=("history",),
        cloud=SimulatorOptions(install_token_lifetime=0),
    ),
    Reading(
        fact="refresh",
        says="expires_in 299",
        cloud=SimulatorOptions(access_token_lifetime=299),
    ),
    Reading(
        fact="old-access-token",
        says="200",
        cloud=SimulatorOptions(replaced_token_lives=True),
    ),
    _heard("event-token", "an EVENT without a token", event_without_token),
    _heard("event-token", "401", cloud=SimulatorOptions(event_token_lifetime=0)),
    _heard(
        "event-order",
        "1 older than the one before",
        delivers(device_event(), device_event(minutes_ago=5)),
    ),
    _heard("one-event-per-delivery", "1 with 2", delivers(device_event(), device_event())),
    _heard(
        "repeated-events",
        "3 of them more than once",
        lambda account: account.simulator.faults.duplicate_deliveries(3),
    ),
    _heard(
        "value-types", "DOUBLE for float", delivers(device_event(valueType="DOUBLE", value=1.5))
    ),
    _heard(
        "lifecycle-bodies",
        "DEVICE_LIFECYCLE_EVENT UPDATE: deviceId, deviceName, eventId, lifecycle",
        delivers(lifecycle_event()),
    ),
    _heard(
        "lifecycle-bodies",
        "update with labelDiff",
        delivers(lifecycle_event(update={"labelDiff": {}})),
        verdict=Verdict.AS_ASSUMED,
    ),
    Reading(
        fact="redelivery",
        says="again after 0 s",
        cloud=SimulatorOptions(redelivers=True),
        also=("status-in-list",),
        choices={"device": PLUG},
    ),
    Reading(
        fact="subscriptions-after-failure",
        says="10 of 11 are still there",
        also=("status-in-list",),
        choices={"device": PLUG},
        trouble=lose_subscription,
    ),
    Reading(
        fact="burst",
        says="24 commands, 1",
        choices={"device": PLUG, "burst": True},
        trouble=lambda account: account.simulator.faults.drop_deliveries(20),
    ),
    Reading(
        fact="subscription-ceiling",
        says="with 20 there: 422, LimitError",
        cloud=SimulatorOptions(subscription_ceiling=20),
    ),
    Reading(
        fact="subscription-ceiling",
        says="45 were created, and none was rejected",
        cloud=SimulatorOptions(subscription_ceiling=100, rate_limits=False),
    ),
    Reading(
        fact="subscription-ceiling",
        says="with 40 there: 422, LimitError",
        cloud=SimulatorOptions(rate_limits=False),
        verdict=Verdict.AS_ASSUMED,
    ),
    Reading(
        fact="reused-refresh-token",
        says="401, invalid_grant",
        cloud=SimulatorOptions(invalid_grant_status=401),
    ),
    Reading(
        fact="reused-refresh-token",
        says="it works more than once",
        trouble=fails("/oauth/token", 200, PAIR),
    ),
    Reading(fact="refresh", says="400", trouble=fails("/oauth/token", 400)),
    Reading(
        fact="login-after-reuse",
        says="access token: 401; refresh token: 400, invalid_grant",
        cloud=SimulatorOptions(reuse_ends_login=True),
    ),
    Reading(
        fact="invalid-client",
        says="400, invalid_client",
        trouble=fails("/oauth/token", 400, {"error": "invalid_client"}),
    ),
    Reading(fact="token-addresses", says="/oauth/token: 404", trouble=fails("/oauth/token", 404)),
    Reading(
        fact="new-client",
        says="refresh with the old client: 200",
        trouble=fails("/oauth/token", 200, PAIR),
    ),
    Reading(fact="new-client", says="422", trouble=fails("/apps/*/oauth/generate", 422)),
    Reading(
        fact="uninstall",
        says="500",
        trouble=fails("/installedapps/*", 500, method="DELETE", times=2),
    ),
    Reading(
        fact="uninstall",
        says="UNINSTALL came, authentic",
        trouble=fails("/installedapps/*", 403, method="DELETE"),
        verdict=Verdict.AS_ASSUMED,
    ),
    Reading(
        fact="uninstall",
        says="no UNINSTALL within",
        cloud=SimulatorOptions(uninstall_sent=False),
    ),
    Reading(
        fact="confirmation-life",
        says="ForbiddenError",
        cloud=SimulatorOptions(confirmation_lifetime=0),
    ),
    Reading(fact="moved-target", says="422", trouble=fails("/apps/*", 422, method="PUT")),
    Reading(
        fact="rate-headers",
        says="so milliseconds",
        cloud=SimulatorOptions(reset_in_milliseconds=True),
    ),
    Reading(
        fact="rate-headers",
        says="missing: X-RateLimit-Limit",
        trouble=fails("/locations", 200, {}),
    ),
    Reading(
        fact="plan",
        says="1 times 402, PaymentRequired",
        also=("unknown-path",),
        at="unknown-path",
        trouble=fails("/live-check", 402, {"error": {"code": "PaymentRequired"}}),
    ),
)


@pytest.fixture
def simulator_options(request: pytest.FixtureRequest) -> SimulatorOptions:
    """Return the cloud of the reading."""
    reading: Reading = request.getfixturevalue("reading")
    return reading.cloud


@pytest.mark.parametrize("reading", READINGS, ids=lambda reading: f"{reading.fact}: {reading.says}")
async def test_a_verdict_depends_on_the_cloud(reading: Reading, account: Account) -> None:
    """The check leaves nothing behind in any cloud."""
    if trouble := reading.trouble:
        account.when[reading.at or reading.fact] = partial(trouble, account)
    checked = await account.run(
        reading.fact, *reading.also, public=reading.public, **reading.choices
    )
    row = rows(checked.report)[reading.fact]
    assert (row.word, reading.says in row.answer) == (reading.verdict, True), row
    assert checked.clean
    assert account.is_clean


def test_every_fact_that_is_tried_is_tried_in_another_cloud() -> None:
    """A verdict that cannot change proves nothing."""
    tried = {fact.id for fact in FACTS if not fact.why_not}
    different = {reading.fact for reading in READINGS if reading.verdict is Verdict.DIFFERENT}
    assert tried == different
