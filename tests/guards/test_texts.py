"""Every necessary text exists, and every existing text is necessary."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping

import pytest
from homeassistant.components.sensor import SensorDeviceClass
from homeassistant.helpers.selector import SelectSelector

from custom_components.smartthings_smartapp.cloud.api.definitions import Schema
from custom_components.smartthings_smartapp.cloud.api.errors import (
    AppUnknownError,
    CloudError,
    CloudUnreachableError,
    CommandFailedError,
    ConflictError,
    ErrorDetail,
    ForbiddenError,
    InvalidGrantError,
    KindRefusedError,
    LimitReachedError,
    NotFoundError,
    PaymentRequiredError,
    RejectedError,
    TargetError,
    TooManyRequestsError,
    UnauthorizedError,
)
from custom_components.smartthings_smartapp.cloud.json_types import JsonObject, as_object, text
from custom_components.smartthings_smartapp.controls.control import Kind
from custom_components.smartthings_smartapp.core_migration.preview import Aspect
from custom_components.smartthings_smartapp.errors import (
    HISTORY,
    MESSAGE,
    READING,
    action_error,
    flow_error,
)
from custom_components.smartthings_smartapp.flow.control_forms import end_form
from custom_components.smartthings_smartapp.flow.option_forms import (
    device_choice,
    device_form,
    location_form,
)
from custom_components.smartthings_smartapp.flow.programs import table_form
from custom_components.smartthings_smartapp.flow.roads import TOKEN_STAGES
from custom_components.smartthings_smartapp.issues.issue import Issue
from custom_components.smartthings_smartapp.location.options import Options
from custom_components.smartthings_smartapp.mapping import ENTRIES
from custom_components.smartthings_smartapp.mapping.descriptions.base import Mapped
from custom_components.smartthings_smartapp.mapping.descriptions.controls import NumberMap
from custom_components.smartthings_smartapp.mapping.descriptions.sensors import SensorMap
from custom_components.smartthings_smartapp.mapping.locks import DETAILS
from custom_components.smartthings_smartapp.mapping.sleeping_devices import SLEEPERS
from custom_components.smartthings_smartapp.webhook.obstacles import Obstacle
from tests.common.repository import PACKAGE, ROOT, content, member, modules

TEXTS = content("translations/en.json")
ICONS = content("icons.json")
_UNNAMED_CLASSES = (None, SensorDeviceClass.ENUM, SensorDeviceClass.TIMESTAMP)
_WORD = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*")


def _keys(entry: Mapped) -> tuple[str, ...]:
    """Return the keys of an entry's texts."""
    return (
        (entry.text_key, f"{entry.text_key}_numbered") if entry.index_in_name else (entry.text_key,)
    )


def _needs_name(entry: Mapped) -> bool:
    """Return whether no device class names the entity; a primary entity may be one of several."""
    return entry.index_in_name or entry.device_class in _UNNAMED_CLASSES


def _by_key() -> dict[tuple[str, str], list[Mapped]]:
    found: dict[tuple[str, str], list[Mapped]] = {}
    for entry in ENTRIES:
        for key in _keys(entry):
            found.setdefault((str(entry.platform), key), []).append(entry)
    return found


BY_KEY = _by_key()
ELSEWHERE = {
    ("alarm_control_panel", "location_security"),
    ("sensor", "calls_forecast"),
    ("sensor", "calls_this_month"),
    ("sensor", "calls_today"),
    ("sensor", "not_pushed"),
    ("sensor", "security_state"),
    ("lock", "lock"),
    ("notify", "phones"),
    ("select", "location_mode"),
}
"""Entities of the location, and attributes without a mapping entry."""


def _words(entries: Iterable[Mapped]) -> dict[str, set[str]]:
    """Return the words that need a text: of the state, and of attributes by name."""
    found: dict[str, set[str]] = {}
    for entry in entries:
        for name, words in entry.translated_words.items():
            found.setdefault(name, set()).update(words)
    return found


def _translated(texts: JsonObject) -> dict[str, set[str]]:
    """Return the words that have a text, in the same shape."""
    attributes = {
        name: set(member(texts, "state_attributes", name, "state"))
        for name in member(texts, "state_attributes")
    }
    return {"state": set(member(texts, "state")), **attributes}


@pytest.mark.parametrize(("platform", "key"), BY_KEY)
def test_an_entry_has_its_texts(platform: str, key: str) -> None:
    """Name, states and event types of each entry are in the translations."""
    entries = BY_KEY[platform, key]
    texts = member(TEXTS, "entity", platform, key)
    if any(map(_needs_name, entries)):
        assert text(texts, "name"), f"en.json needs entity.{platform}.{key}.name"
    if key.endswith("_numbered"):
        assert "{number}" in text(texts, "name")
    have, want = _translated(texts), _words(entries)
    for name in have | want:
        place = f"en.json, words of entity.{platform}.{key}, {name}"
        missing = want.get(name, set()) - have.get(name, set())
        unused = have.get(name, set()) - want.get(name, set())
        assert not missing, f"{place}: missing {sorted(missing)}"
        assert not unused, f"{place}: unused {sorted(unused)}"


@pytest.mark.parametrize(
    "words", [set().union(*_words(ENTRIES).values()), {key for _, key in BY_KEY}]
)
def test_keys_are_valid_in_home_assistant(words: set[str]) -> None:
    """Home Assistant rejects keys that are not in snake case."""
    assert words
    assert all(_WORD.fullmatch(word) for word in words)


def test_no_text_of_an_entity_is_unused() -> None:
    """A text without an entry is a mistake or left over."""
    for platform, keys in member(TEXTS, "entity").items():
        assert {(platform, key) for key in as_object(keys)} <= BY_KEY.keys() | ELSEWHERE


@pytest.mark.parametrize(("platform", "key"), BY_KEY)
def test_a_unit_that_is_a_word_is_translated(platform: str, key: str) -> None:
    """The entry marks it; Home Assistant rejects another unit in addition to the translation."""
    word = text(member(TEXTS, "entity", platform, key), "unit_of_measurement")
    for entry in BY_KEY[platform, key]:
        if isinstance(entry, NumberMap | SensorMap):
            assert entry.unit_translated == bool(word)
            assert not entry.unit_translated or entry.native_unit_of_measurement is None
            assert not re.fullmatch(r"[a-z]{4,}", entry.native_unit_of_measurement or "")
        else:
            assert not word


def test_the_attributes_of_locks_have_names() -> None:
    """The names are for the attributes of its last change."""
    attributes = member(TEXTS, "entity", "lock", "lock", "state_attributes")
    assert set(attributes) == set(DETAILS.values())


@pytest.mark.parametrize(("platform", "key"), BY_KEY)
def test_an_entry_without_a_class_has_an_icon(platform: str, key: str) -> None:
    """A device class brings its icon, and so do lights, covers, locks and main switches."""
    entries = BY_KEY[platform, key]
    icons = member(ICONS, "entity", platform, key)
    if platform in {"sensor", "binary_sensor", "switch"} and any(
        not entry.primary and entry.device_class in _UNNAMED_CLASSES for entry in entries
    ):
        icon = text(icons, "default")
        assert icon.startswith("mdi:"), f"icons.json needs entity.{platform}.{key}.default"
    states = set(member(icons, "state"))
    assert states <= (_words(entries).get("state") or {"on", "off"})


def test_no_icon_is_unused() -> None:
    """An icon without an entry is a mistake or left over."""
    for platform, keys in member(ICONS, "entity").items():
        assert {(platform, key) for key in as_object(keys)} <= BY_KEY.keys() | ELSEWHERE


# Errors, issues and the config flow


def _constants() -> set[str]:
    """Return all strings in the code."""
    return {
        node.value
        for module in modules(PACKAGE).values()
        for node in ast.walk(module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def _keywords(name: str, *only: str) -> Iterator[str]:
    """Yield the strings given as an argument of that name; names of constants are resolved.

    ``only`` names the modules to search, all of them by default.
    """
    for path, module in modules(PACKAGE).items():
        if only and path not in only:
            continue
        named = {
            target.id: node.value.value
            for node in module.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(module):
            if isinstance(node, ast.keyword) and node.arg == name:
                values = (
                    (node.value.body, node.value.orelse)
                    if isinstance(node.value, ast.IfExp)
                    else (node.value,)
                )
                for value in values:
                    found = value.value if isinstance(value, ast.Constant) else None
                    if isinstance(value, ast.Name):
                        found = named.get(value.id)
                    if isinstance(found, str):
                        yield found


ERRORS = [
    AppUnknownError("gone"),
    CloudError("odd"),
    CloudUnreachableError("gone"),
    CommandFailedError("no"),
    ConflictError("busy"),
    ForbiddenError("no"),
    InvalidGrantError("over"),
    KindRefusedError("403"),
    LimitReachedError(422, "LimitError"),
    NotFoundError("gone"),
    PaymentRequiredError("pay"),
    RejectedError(422, "ConstraintViolationError"),
    TooManyRequestsError(9),
    UnauthorizedError("who"),
    *(
        TargetError(422, "x", details=(ErrorDetail(code, "targetUrl", "code=405"),))
        for code in (
            "TargetTimeoutError",
            "TargetNon200Error",
            "TargetUnreachableError",
            "TargetOddError",
            "PatternError",
        )
    ),
    *(
        TargetError(422, "x", details=(ErrorDetail("TargetNon200Error", "targetUrl", status),))
        for status in ("code=400", "code=403", "code=413", "code=502")
    ),
]


def _placeholders(message: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", message))


@pytest.mark.parametrize("instead", [{}, READING, HISTORY, MESSAGE], ids=len)
@pytest.mark.parametrize("error", ERRORS, ids=repr)
def test_an_error_of_an_action_has_its_text(error: CloudError, instead: Mapping[str, str]) -> None:
    """The text exists for each error of the cloud, and all placeholders have values."""
    raised = action_error(error, "Lamp", instead)
    message = text(member(TEXTS, "exceptions", raised.translation_key or ""), "message")
    assert message
    assert _placeholders(message) <= set(raised.translation_placeholders or {})


@pytest.mark.parametrize("error", ERRORS, ids=repr)
def test_an_error_of_the_flow_has_its_text(error: CloudError) -> None:
    """The text exists for each error of the registration, and all placeholders have values."""
    shown = flow_error(error)
    message = text(member(TEXTS, "config", "error"), shown.key)
    assert message
    assert _placeholders(message) <= set(shown.placeholders)


def test_each_raised_or_reported_key_has_its_text() -> None:
    """Each translation key in the code is that of an exception, an issue, a field or an entity."""
    known = (
        set(member(TEXTS, "exceptions"))
        | set(member(TEXTS, "issues"))
        | set(member(TEXTS, "selector"))
        | {key for _, key in (*BY_KEY, *ELSEWHERE)}
    )
    used = set(_keywords("translation_key"))
    assert used
    assert used <= known


FLOW = [
    name
    for name in modules(PACKAGE)
    if name == "config_flow"
    or (name.startswith("flow.") and name not in {"flow.options", "flow.control", "flow.programs"})
]
"""The modules of the config flow."""


@pytest.mark.parametrize("issue", Issue)
def test_an_issue_has_its_texts_and_is_documented(issue: Issue) -> None:
    """The title names the problem, the description or a flow the solution, and a page more."""
    texts = member(TEXTS, "issues", issue)
    title = text(texts, "title")
    assert title
    assert bool(text(texts, "description")) != bool(member(texts, "fix_flow"))
    page = (ROOT / "docs" / "troubleshooting.md").read_text()
    assert f"### {re.sub(r'{\w+}', '…', title)}\n" in page


@pytest.mark.parametrize("issue", Issue)
def test_an_issue_is_raised_with_the_placeholders_of_its_texts(issue: Issue) -> None:
    """Each call that raises an issue by name has all placeholders; the title is always included.

    ``name`` is escaped for the description, so the title of an issue, which is plain text, has
    ``title`` instead.
    """
    texts = member(TEXTS, "issues", issue)
    of_title, of_description = (_placeholders(text(texts, key)) for key in ("title", "description"))
    assert "name" not in of_title
    assert "title" not in of_description
    for given in _raised_with(issue):
        assert of_title | of_description <= given | {"name", "title"}


def _raised_with(issue: Issue) -> Iterator[set[str]]:
    """Yield the names of the arguments with which an issue is raised by name."""
    for module in modules(PACKAGE).values():
        for node in ast.walk(module):
            if not isinstance(node, ast.Call):
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            called = node.func.id if isinstance(node.func, ast.Name) else called
            if called in _RAISING and f"Issue.{issue.name}" in map(ast.unparse, node.args):
                yield {str(keyword.arg) for keyword in node.keywords} | _RAISING[called]


_RAISING = {"raise_issue": set[str](), "set_issue": set[str](), "_set": {"host"}}
"""Functions that raise issues, and the placeholders that each adds."""


def test_each_step_and_reason_of_the_flow_has_its_text() -> None:
    """Without texts, a step or an end of the flow would show raw keys."""
    # Home Assistant's own flow shows the page of the authorization.
    assert {*_keywords("step_id", *FLOW), "auth"} == set(member(TEXTS, "config", "step"))
    assert set(_keywords("reason", *FLOW)) <= set(member(TEXTS, "config", "abort"))
    progress = {*_keywords("progress_action", *FLOW), *TOKEN_STAGES}
    assert progress == set(member(TEXTS, "config", "progress"))


def test_each_choice_of_a_menu_of_the_flow_has_its_text_and_its_step() -> None:
    """A choice without a step would be an error when it is selected."""
    steps = {
        node.name.removeprefix("async_step_")
        for name in FLOW
        for node in ast.walk(modules(PACKAGE)[name])
        if isinstance(node, ast.AsyncFunctionDef)
    }
    texts = member(TEXTS, "config", "step")
    told = {key for step in texts for key in member(texts, step, "menu_options")}
    described = {key for step in texts for key in member(texts, step, "menu_option_descriptions")}
    listed = {
        item.value
        for name in FLOW
        for node in ast.walk(modules(PACKAGE)[name])
        if isinstance(node, ast.keyword) and node.arg == "menu_options"
        for item in ast.walk(node.value)
        if isinstance(item, ast.Constant)
    }
    assert listed
    assert listed <= told <= steps
    assert described <= told


_LONGEST_LABEL = 45
"""Letters that fit in one line of a menu on a phone; the frontend cuts longer texts."""


def test_texts_of_a_menu_fit_in_the_frontend() -> None:
    """The title of a menu has no placeholders, and a choice has one line."""
    steps = member(TEXTS, "config", "step")
    menus = [member(steps, step) for step in steps if member(steps, step, "menu_options")]
    assert menus
    assert [title for menu in menus if "{" in (title := text(menu, "title"))] == []
    labels = [str(label) for menu in menus for label in member(menu, "menu_options").values()]
    assert [label for label in labels if len(label) > _LONGEST_LABEL] == []


def test_each_cause_of_an_unsuitable_address_has_its_text() -> None:
    """Each of them is an error of the form."""
    assert set(Obstacle) <= set(member(TEXTS, "config", "error"))


def test_the_dialog_of_a_control_has_its_texts() -> None:
    """Its steps, the fields that it names itself, and the errors of arguments."""
    texts = member(TEXTS, "config_subentries", "control")
    assert text(texts, "entry_type")
    assert set(member(texts, "initiate_flow")) == {"user", "reconfigure"}
    steps = {
        node.name.removeprefix("async_step_")
        for node in ast.walk(modules(PACKAGE)["flow.control"])
        if isinstance(node, ast.AsyncFunctionDef) and node.name.startswith("async_step_")
    }
    assert set(member(texts, "step")) == steps - {"entity"}
    for step in member(texts, "step"):
        of_step = member(texts, "step", step)
        assert set(member(of_step, "data")) == set(member(of_step, "data_description"))
    end: set[str] = set()
    for kind in Kind:
        end |= {str(field) for field in end_form(kind, {}, Schema()).schema}
    assert set(member(texts, "step", "end", "data")) == end
    assert set(member(TEXTS, "selector", "control_kind", "options")) == set(Kind)
    assert set(_keywords("reason", "flow.control")) == set(member(texts, "abort"))
    of_arguments = {key for key in member(texts, "error") if key.startswith("argument_")}
    assert of_arguments == {
        key for key in member(TEXTS, "exceptions") if key.startswith("argument_")
    }


def _forms() -> dict[str, dict[str, object]]:
    """Return the fields of the options by step, each with its selector."""
    names = {"a": "A"}
    forms = {
        "location": location_form(Options(), names),
        "device": device_choice(names),
        "device_options": device_form(Options(), "a", ()),
        "programs": table_form(names),
    }
    return {
        step: {str(marker): selector for marker, selector in form.schema.items()}
        for step, form in forms.items()
    }


def test_each_field_of_the_options_has_its_texts() -> None:
    """Each has a name and a description, and no text is unused."""
    steps = member(TEXTS, "options", "step")
    forms = _forms()
    named = set(_keywords("step_id", "flow.options", "flow.programs"))
    assert named == set(steps) == {"init", "program_names", *forms}
    reasons = set(_keywords("reason", "flow.programs"))
    assert reasons == set(member(TEXTS, "options", "abort"))
    for kind in ("data", "data_description"):
        for step, fields in forms.items():
            texts = member(steps, step, kind)
            assert set(texts) == set(fields)
            assert all(texts.values())
    for kind in ("menu_options", "menu_option_descriptions"):
        assert set(member(steps, "init", kind)) == {"location", "device", "programs"}


def test_each_choice_of_the_options_has_its_text() -> None:
    """The values of a choice are fixed words; devices have their own names."""
    choices = {
        key: set(selector.config["options"])
        for fields in _forms().values()
        for selector in fields.values()
        if isinstance(selector, SelectSelector) and (key := selector.config.get("translation_key"))
    }
    assert choices
    assert choices == {key: set(member(TEXTS, "selector", key, "options")) for key in choices}
    elsewhere = {
        "app_in_use",
        "control_kind",
        "install_page",
        "operator",
        "scene_change",
        "takeover",
    }
    actions = {"lock_schedule_type", "weekday"}
    assert choices.keys() | elsewhere | actions == set(member(TEXTS, "selector"))


def test_the_page_about_options_names_each_field_and_choice_as_the_form_does() -> None:
    """The page has the words of the form, and the categories of sleeping devices."""
    page = (ROOT / "docs" / "options.md").read_text()
    fields = member(TEXTS, "options", "step", "init", "data").values()
    choices = member(TEXTS, "selector", "offline", "options").values()
    sought = (*map(str, fields), *map(str, choices), *SLEEPERS)
    assert [label for label in sought if label not in page] == []


def test_the_repair_flows_have_their_texts() -> None:
    """The form has the errors of the set-up, and one for all causes that the address has."""
    others = [member(TEXTS, "issues", key, "fix_flow") for key in ("statistics", "uninstalled")]
    steps = {step for flow in others for step in member(flow, "step")}
    ends = {end for flow in others for end in member(flow, "abort")}
    errors = member(TEXTS, "config", "error")
    shown = list(map(flow_error, ERRORS))
    kinds = {error.key for error in shown if not error.about_webhook} | {"token_malformed"}
    for issue in ("webhook_moved", "push_possible"):
        texts = member(TEXTS, "issues", issue, "fix_flow")
        assert set(_keywords("step_id", "repairs")) == set(member(texts, "step")) | steps
        assert set(_keywords("reason", "repairs")) == set(member(texts, "abort")) | ends
        expected = {key: errors[key] for key in kinds} | {"webhook": "{cause}"}
        assert expected == member(texts, "error")


def test_each_aspect_of_a_migration_has_its_word() -> None:
    """The list of changes in the form uses these words."""
    assert set(member(TEXTS, "selector", "takeover", "options")) == set(Aspect)


@pytest.mark.parametrize(
    ("path", "elsewhere"),
    [
        (("exceptions",), set[str]()),
        (("issues",), set[str]()),
        (("system_health", "info"), set[str]()),
        (("config", "error"), set[str]()),
        # Home Assistant itself aborts with this reason.
        (("config", "abort"), {"already_configured"}),
    ],
)
def test_no_text_of_an_error_is_unused(path: tuple[str, ...], elsewhere: set[str]) -> None:
    """The code names each text of an error or an issue."""
    keys: JsonObject = member(TEXTS, *path)
    assert keys
    assert set(keys) <= _constants() | elsewhere
