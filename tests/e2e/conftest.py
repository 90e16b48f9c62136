"""One simulator, one Home Assistant and one browser for all walks."""

import logging
from collections.abc import AsyncIterator, Generator

import aiohttp
import pytest
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, WebError, expect

from scripts.demo_driver.browser import WAIT_SECONDS, chromium, signed_in
from scripts.demo_driver.checks import errors_in
from scripts.demo_driver.config_folder import DOMAIN
from scripts.demo_driver.flow import walk_flow
from scripts.demo_driver.home_assistant import HomeAssistant, Json, Registries
from scripts.demo_driver.launch import REPOSITORY, Launched, Setting, launched
from scripts.demo_driver.processes import free_port
from scripts.demo_driver.simulator_control import SimulatorControl
from simulator.devices.ids import CABIN_LOCATION, HOME_LOCATION

from .pictures import HEIGHT, WIDTH, Album
from .traffic import Traffic

_LOGGER = logging.getLogger(__name__)
_FAILED = pytest.StashKey[bool]()
_SHOWN_LINES = 80


# The programs, for all walks


@pytest.fixture(scope="session")
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    """Return the session in which the tests ask Home Assistant and the simulator."""
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture(scope="session")
async def programs(
    session: aiohttp.ClientSession, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Launched]:
    """Run a simulator whose home stands still, and a Home Assistant with nothing set up."""
    setting = Setting(
        folder=tmp_path_factory.mktemp("home-assistant"),
        python=REPOSITORY / ".venv-demo" / "bin" / "python",
        port=free_port(),
        simulator_port=free_port(),
    )
    async with launched(setting, session, _LOGGER.info) as programs:
        yield programs


@pytest.fixture(scope="session")
def home_assistant(programs: Launched) -> HomeAssistant:
    """Return the Home Assistant behind the front end."""
    return programs.home_assistant


@pytest.fixture(scope="session")
def simulator(programs: Launched) -> SimulatorControl:
    """Return the simulated cloud."""
    return programs.simulator


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Run the browser."""
    expect.set_options(timeout=WAIT_SECONDS * 1000)
    async with chromium() as browser:
        yield browser


# Where a walk starts


@pytest.fixture(autouse=True)
async def usual_cloud(simulator: SimulatorControl) -> AsyncIterator[None]:
    """Let the simulated cloud behave as usual, whatever a walk wants of it."""
    # All walks have one account, and set up more in a minute than a person does.
    usual = await simulator.set_options(rate_limits=False)
    yield
    await simulator.set_options(**usual)


@pytest.fixture
async def nothing_set_up(home_assistant: HomeAssistant, simulator: SimulatorControl) -> None:
    """See to it that no location is set up, and that the account holds no app."""
    await _start_anew(home_assistant, simulator)


async def _start_anew(home_assistant: HomeAssistant, simulator: SimulatorControl) -> None:
    for entry in await home_assistant.entries(DOMAIN):
        await home_assistant.remove_entry(entry["entry_id"])
    for app in await simulator.apps():
        await simulator.delete_app(app.app_id)


@pytest.fixture
async def home(
    home_assistant: HomeAssistant, simulator: SimulatorControl, session: aiohttp.ClientSession
) -> Registries:
    """See to it that the home is set up, and return what Home Assistant knows of it.

    It is set up once: walks leave it as it was.
    """
    if [entry["title"] for entry in await home_assistant.entries(DOMAIN)] != ["Home"]:
        await _set_up(HOME_LOCATION, home_assistant, simulator, session)
    return await Registries.read_steady(home_assistant, DOMAIN)


@pytest.fixture
async def cabin(
    home_assistant: HomeAssistant, simulator: SimulatorControl, session: aiohttp.ClientSession
) -> Registries:
    """Set up the cabin, which has few devices, and return what Home Assistant knows of it."""
    await _set_up(CABIN_LOCATION, home_assistant, simulator, session)
    return await Registries.read_steady(home_assistant, DOMAIN)


async def _set_up(
    location_id: str,
    home_assistant: HomeAssistant,
    simulator: SimulatorControl,
    session: aiohttp.ClientSession,
) -> None:
    """Set up one location alone, with a SmartApp of its own."""
    await _start_anew(home_assistant, simulator)
    answers: dict[str, Json] = {
        "access_token": await simulator.create_pat(),
        "location_id": location_id,
    }
    await walk_flow(home_assistant, session, answers, _LOGGER.info)


@pytest.fixture
async def traffic(simulator: SimulatorControl) -> Traffic:
    """Return what the cloud gets and sends from here on."""
    return await Traffic.begin(simulator)


@pytest.fixture
def album(request: pytest.FixtureRequest) -> Album:
    """Return where the pictures of the walk go; its marker names them."""
    marker = request.node.get_closest_marker("walk")
    assert marker is not None, "a walk needs its marker"
    return Album(*marker.args)


@pytest.fixture
async def context(
    browser: Browser, programs: Launched, album: Album, request: pytest.FixtureRequest
) -> AsyncIterator[BrowserContext]:
    """Open a session of the browser; where the walk fails, its report tells what was to be seen."""
    complaints: list[str] = []

    def note_message(message: ConsoleMessage) -> None:
        # Icons of brands come from the internet, which the walks do without.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            complaints.append(message.text)

    def note_error(error: WebError) -> None:
        complaints.append(str(error.error))

    async with signed_in(browser, programs.home_assistant, width=WIDTH, height=HEIGHT) as context:
        context.on("console", note_message)
        context.on("weberror", note_error)
        yield context
        if request.node.stash.get(_FAILED, False):
            for page in context.pages:
                request.node.add_report_section("teardown", "page", await _shown(page, album))
            for title, lines in (
                ("errors of the pages", complaints[-_SHOWN_LINES:]),
                ("output of Home Assistant", [programs.home_assistant_program.tail()]),
                ("output of the simulator", [programs.simulator_program.tail()]),
            ):
                request.node.add_report_section("teardown", title, "\n".join(lines))


async def _shown(page: Page, album: Album) -> str:
    picture = await album.take_failure(page)
    lines = (await page.locator("body").aria_snapshot()).splitlines()
    # What was opened last comes last: a dialog stands below the page that it covers.
    return "\n".join([f"{page.url} is in {picture}", *lines[-_SHOWN_LINES:]])


@pytest.fixture
async def page(context: BrowserContext) -> Page:
    """Open a tab for the front end."""
    return await context.new_page()


# What holds for every walk


def _number(item: pytest.Item) -> int:
    marker = item.get_closest_marker("walk")
    return int(marker.args[0]) if marker else 0


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Go in the order of the numbers, so that walks through the home need not set it up anew."""
    items.sort(key=_number)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember for the fixtures whether the walk failed."""
    report = yield
    if call.when == "call":
        item.stash[_FAILED] = report.failed
    return report


@pytest.fixture(autouse=True)
async def no_error_is_logged(programs: Launched) -> AsyncIterator[None]:
    """Fail where the integration reports an error in Home Assistant's log during the walk."""
    before = len(programs.log())
    yield
    assert errors_in(programs.log()[before:]) == []
