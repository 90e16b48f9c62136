"""What the account is allowed, and what no script can find out (platform reference 13)."""

from http import HTTPStatus

from scripts.live_check_driver.fact import Fact
from scripts.live_check_driver.findings import Finding
from scripts.live_check_driver.live import Live


async def _plan(live: Live) -> Finding:
    noted = live.api.noted
    paid = any(told.startswith(str(HTTPStatus.PAYMENT_REQUIRED.value)) for told in noted)
    told = "; ".join(f"{number} times {text}" for text, number in noted.most_common())
    return Finding(not paid, f"{live.api.calls} calls; {told or 'none refused with 402 or 429'}")


PLAN = Fact(
    id="plan",
    section="13.1, 0.4",
    text="An account without a paid plan is served.",
    assumed="no call is answered with 402; say in the issue whether you have a plan",
    attempt=_plan,
)

NOT_TRIED = (
    Fact(
        id="plan-quota",
        section="13.1, 10.4",
        text="The monthly quota of a plan, and the error beyond it",
        assumed="not known; calls are counted and shown",
        why_not="one would have to use up a month's calls of your account",
    ),
    Fact(
        id="refresh-token-life",
        section="1.1",
        text="A refresh token that nobody uses lives 30 days.",
        assumed="30 days; the integration renews at least weekly",
        why_not="it takes 30 days",
    ),
    Fact(
        id="disabled-subscriptions",
        section="13.6, 3.3",
        text="How many failed deliveries disable subscriptions",
        assumed="not known; subscriptions are listed after missed events",
        why_not="it takes failures without a known end; subscriptions-after-failure tries one",
    ),
    Fact(
        id="moved-devices",
        section="13.7, 7",
        text="Contents of moveFrom and moveTo",
        assumed="not known; the devices are read again",
        why_not="it takes a device that moves to another location; lifecycle-bodies tells of it "
        "if you move one while it waits",
    ),
    Fact(
        id="weather",
        section="13.7, 7",
        text="WEATHER_EVENT",
        assumed="not known; ignored",
        why_not="how to subscribe to it is not known, and the integration does not use it",
    ),
    Fact(
        id="chinese-hosts",
        section="13.2",
        text="The hosts of SmartThings in China answer alike.",
        assumed="yes",
        why_not="it takes a Chinese account; run it with --api-url there",
    ),
    Fact(
        id="official-integration",
        section="13.8, 0.5",
        text="Contents of SmartThings' own integration and of Home Assistant's pull request 191668",
        assumed="nothing is taken from them",
        why_not="this is no question to the cloud",
    ),
)
