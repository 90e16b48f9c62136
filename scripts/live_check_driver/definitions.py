"""Facts of the definitions of capabilities (platform reference 9), which generic entities need."""

from scripts.live_check_driver.answers import listed
from scripts.live_check_driver.fact import INSTALLED, Fact
from scripts.live_check_driver.findings import Finding
from scripts.live_check_driver.live import Live
from scripts.live_check_driver.login import call_app

_SWITCH = "/capabilities/switch/1"
"""A capability that everybody has."""


async def _definition(live: Live) -> Finding:
    answer = await call_app(live, "GET", _SWITCH)
    whole = answer.ok and {"attributes", "commands"} <= answer.object.keys()
    return Finding(whole, f"{answer.told}; with {listed(answer.object)}")


async def _texts(live: Live) -> Finding:
    answers = {
        part: await call_app(live, "GET", f"{_SWITCH}/{part}")
        for part in ("presentation", "i18n/en", "i18n/de", "i18n/pt-BR")
    }
    told = ", ".join(f"{part}: {answer.status}" for part, answer in answers.items())
    return Finding(answers["i18n/en"].ok, told)


FACTS = (
    Fact(
        id="definition",
        section="9",
        text="An app's token may read the definition of a capability.",
        assumed="200 with attributes and commands",
        attempt=_definition,
        needs=INSTALLED,
    ),
    Fact(
        id="definition-texts",
        section="9",
        text="An app's token may read what a capability is called, by language.",
        assumed="200 in English",
        attempt=_texts,
        needs=INSTALLED,
    ),
)
