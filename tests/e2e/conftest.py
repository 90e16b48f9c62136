"""One simulator, one Home Assistant and one browser for all tests."""

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


# Programs for all tests


@pytest.fixture(scope="session")
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    """Return the session for requests to Home Assistant and the simulator."""
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture(scope="session")
async def programs(
    session: aiohttp.ClientSession, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Launched]:
    """Run a simulator without spontaneous changes, and a Home Assistant without entries."""
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
    """Return the Home Assistant behind the frontend."""
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


# Start of a test


@pytest.fixture(autouse=True)
async def usual_cloud(simulator: SimulatorControl) -> AsyncIterator[None]:
    """Reset the simulated cloud to its defaults."""
    # All tests share one account, and set up more in a minute than a person does.
    usual = await simulator.set_options(rate_limits=False)
    yield
    await simulator.set_options(**usual)


@pytest.fixture
async def nothing_set_up(home_assistant: HomeAssistant, simulator: SimulatorControl) -> None:
    """Remove all locations, and all apps of the account."""
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
    """Set the location up, and return its data in Home Assistant.

    It is set up once, because tests do not change it.
    """
    if [entry["title"] for entry in await home_assistant.entries(DOMAIN)] != ["Home"]:
        await _set_up(HOME_LOCATION, home_assistant, simulator, session)
    return await Registries.read_steady(home_assistant, DOMAIN)


@pytest.fixture
async def cabin(
    home_assistant: HomeAssistant, simulator: SimulatorControl, session: aiohttp.ClientSession
) -> Registries:
    """Set up the cabin, which has few devices, and return its data in Home Assistant."""
    await _set_up(CABIN_LOCATION, home_assistant, simulator, session)
    return await Registries.read_steady(home_assistant, DOMAIN)


async def _set_up(
    location_id: str,
    home_assistant: HomeAssistant,
    simulator: SimulatorControl,
    session: aiohttp.ClientSession,
) -> None:
    """Set up only one location, with its own SmartApp."""
    await _start_anew(home_assistant, simulator)
    answers: dict[str, Json] = {
        "access_token": await simulator.create_pat(),
        "location_id": location_id,
    }
    await walk_flow(home_assistant, session, answers, _LOGGER.info)


@pytest.fixture
async def traffic(simulator: SimulatorControl) -> Traffic:
    """Return calls and deliveries of the cloud from now on."""
    return await Traffic.begin(simulator)


@pytest.fixture
def album(request: pytest.FixtureRequest) -> Album:
    """Return the screenshots of the test; its marker has their name."""
    marker = request.node.get_closest_marker("walk")
    assert marker is not None, "a walk needs its marker"
    return Album(*marker.args)


@pytest.fixture
async def context(
    browser: Browser, programs: Launched, album: Album, request: pytest.FixtureRequest
) -> AsyncIterator[BrowserContext]:
    """Open a session of the browser; the report of a failed test includes a screenshot."""
    complaints: list[str] = []

    def note_message(message: ConsoleMessage) -> None:
        # Brand icons come from the internet, which the tests do not use.
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
    # The last opened element comes last: a dialog is below the page that it covers.
    return "\n".join([f"{page.url} is in {picture}", *lines[-_SHOWN_LINES:]])


@pytest.fixture
async def page(context: BrowserContext) -> Page:
    """Open a tab for the frontend."""
    return await context.new_page()


# Rules for every test


def _starts_anew(item: pytest.Function) -> bool:
    return "home" not in item.fixturenames


def pytest_collection_modifyitems(items: list[pytest.Function]) -> None:
    """Let the tests with the home come first, so that it is set up once."""
    items.sort(key=_starts_anew)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Store for the fixtures whether the test failed."""
    report = yield
    if call.when == "call":
        item.stash[_FAILED] = report.failed
    return report


@pytest.fixture(autouse=True)
async def no_error_is_logged(programs: Launched) -> AsyncIterator[None]:
    """Fail if the integration logged an error."""
    before = len(programs.log())
    yield
    assert errors_in(programs.log()[before:]) == []
