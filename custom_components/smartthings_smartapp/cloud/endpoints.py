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
    """The install page of a simulator, None for the one of SmartThings."""

    @property
    def development(self) -> bool:
        """Whether these are the endpoints of a simulator, where plain HTTP is allowed."""
        return self.install_url is not None

    def install_page(self, app_id: str, location_id: str) -> str:
        """Return the URL of the page to install a SmartApp (platform reference 3.1).

        The page of SmartThings needs a login, so this is the login page with the escaped URL of the
        page to continue with.
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
