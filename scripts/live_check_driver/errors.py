"""Facts of what a wrong use is answered with (platform reference 1.3, 1.4, 13.2)."""

from http import HTTPStatus
from uuid import uuid4

from scripts.live_check_driver.answers import Answer
from scripts.live_check_driver.api import accept
from scripts.live_check_driver.fact import INSTALLED, Fact
from scripts.live_check_driver.findings import Finding
from scripts.live_check_driver.live import Live
from scripts.live_check_driver.login import call_app

_UNKNOWN_VERSION = 19700101


def _is_empty_403(answer: Answer) -> bool:
    return answer.status == HTTPStatus.FORBIDDEN and answer.empty


async def _unauthorized(live: Live, path: str, token: str | None) -> Finding:
    """Ask at both bases of the API, since "all hosts" is what is open."""
    answers = {
        asked: await live.api.call("GET", asked, token=token) for asked in (path, f"/v1{path}")
    }
    return Finding(
        all(
            answer.status == HTTPStatus.UNAUTHORIZED and answer.is_page
            for answer in answers.values()
        ),
        "; ".join(f"{asked}: {answer.told}" for asked, answer in answers.items()),
    )


# Not the same path in all of them, so that none has to wait for its turn.


async def _no_token(live: Live) -> Finding:
    return await _unauthorized(live, "/locations", None)


async def _unknown_token(live: Live) -> Finding:
    return await _unauthorized(live, "/scenes", str(uuid4()))


async def _unknown_app(live: Live) -> Finding:
    answer = await live.api.call("GET", f"/apps/{uuid4()}", token=live.pat)
    return Finding(_is_empty_403(answer), answer.told)


async def _unknown_device(live: Live) -> Finding:
    answer = await live.api.call("GET", f"/devices/{uuid4()}", token=live.pat)
    return Finding(answer.status == HTTPStatus.FORBIDDEN, answer.told)


async def _unknown_path(live: Live) -> Finding:
    answer = await live.api.call("GET", "/live-check", token=live.pat)
    return Finding(answer.status == HTTPStatus.NOT_FOUND, answer.told)


async def _unknown_version(live: Live) -> Finding:
    answer = await live.api.call("GET", "/scenes", token=live.pat, accepts=accept(_UNKNOWN_VERSION))
    return Finding(answer.status == HTTPStatus.NOT_ACCEPTABLE, answer.told)


async def _pat_on_subscriptions(live: Live) -> Finding:
    path = live.the_installation().subscriptions
    answer = await live.api.call("GET", path, token=live.pat)
    return Finding(_is_empty_403(answer), answer.told)


async def _pat_on_schedules(live: Live) -> Finding:
    path = f"{live.the_installation().path}/schedules"
    answer = await live.api.call("GET", path, token=live.pat)
    return Finding(_is_empty_403(answer), answer.told)


async def _app_token_on_apps(live: Live) -> Finding:
    answer = await call_app(live, "GET", f"/apps/{live.the_installation().app.app_id}")
    return Finding(_is_empty_403(answer), answer.told)


async def _foreign_installed_app(live: Live) -> Finding:
    answer = await call_app(live, "GET", f"/installedapps/{uuid4()}")
    return Finding(_is_empty_403(answer), answer.told)


FACTS = (
    Fact(
        id="no-token",
        section="13.2, 1.4",
        text="A call without a token",
        assumed="401 with an HTML page; the body is never read",
        attempt=_no_token,
    ),
    Fact(
        id="unknown-token",
        section="13.2, 1.4",
        text="A call with an unknown token",
        assumed="401 with an HTML page; the body is never read",
        attempt=_unknown_token,
    ),
    Fact(
        id="unknown-app",
        section="13.2, 1.4",
        text="A SmartApp that does not exist",
        assumed="403 with an empty body",
        attempt=_unknown_app,
    ),
    Fact(
        id="unknown-device",
        section="13.2, 1.4",
        text="A device that does not exist",
        assumed="403; newer guides say 404, which is taken too",
        attempt=_unknown_device,
    ),
    Fact(
        id="unknown-path",
        section="1.4",
        text="A path that does not exist",
        assumed="404",
        attempt=_unknown_path,
    ),
    Fact(
        id="unknown-version",
        section="13.4, 1.4",
        text="A version of the API that does not exist",
        assumed="406",
        attempt=_unknown_version,
    ),
)

WITH_INSTALLATION = (
    Fact(
        id="pat-on-subscriptions",
        section="13.2, 1.3",
        text="A personal access token on the subscriptions of an installed app",
        assumed="403 with an empty body",
        attempt=_pat_on_subscriptions,
        needs=INSTALLED,
    ),
    Fact(
        id="pat-on-schedules",
        section="1.3",
        text="A personal access token on the schedules of an installed app",
        assumed="403 with an empty body",
        attempt=_pat_on_schedules,
        needs=INSTALLED,
    ),
    Fact(
        id="app-token-on-apps",
        section="13.2, 1.3",
        text="The token of an installed app on /apps",
        assumed="403 with an empty body",
        attempt=_app_token_on_apps,
        needs=INSTALLED,
    ),
    Fact(
        id="foreign-installed-app",
        section="13.2, 1.4",
        text="The token of an installed app on another installed app",
        assumed="403 with an empty body",
        attempt=_foreign_installed_app,
        needs=INSTALLED,
    ),
)
