"""The hosts of SmartThings, and the page where a person installs a SmartApp."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from yarl import URL

_INSTALL_PAGE: Final = "https://strongman-regional.api.smartthings.com/"


_LOGIN_PAGE: Final = "https://account.smartthings.com/login"


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Base URLs without a trailing slash; the token endpoint is ``<api_url>/oauth/token``."""

    api_url: str = "https://api.smartthings.com"
    key_url: str = "https://key.smartthings.com"
    install_url: str | None = None
    """Where the install page of a simulator is; None is the page of SmartThings itself."""

    @property
    def development(self) -> bool:
        """Whether these are a developer's endpoints, for which plain HTTP is good enough."""
        return self.install_url is not None

    def install_page(self, app_id: str, location_id: str) -> str:
        """Return the page on which a person installs the SmartApp (platform reference 3.1).

        SmartThings' own page stands behind its login, which takes it as one escaped argument.
        """
        page = URL(self.install_url or _INSTALL_PAGE).update_query(
            appId=app_id,
            locationId=location_id,
            appType="ENDPOINTAPP",
            language="en",
            clientOS="web",
        )
        if self.development:
            return str(page)
        return f"{_LOGIN_PAGE}?redirect={quote(str(page), safe='')}"
