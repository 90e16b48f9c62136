"""The hosts of SmartThings, and the install page of a SmartApp."""

from yarl import URL

from custom_components.smartthings_smartapp.cloud.endpoints import Endpoints
from custom_components.smartthings_smartapp.endpoints import endpoints_from_config


def test_the_install_page_of_smartthings_is_behind_its_login() -> None:
    """Its address is one escaped argument of the login page."""
    address = Endpoints().install_page("app-1", "location-1")
    page = URL(address)
    assert page.host == "account.smartthings.com"
    inner = URL(page.query["redirect"])
    assert inner.host == "strongman-regional.api.smartthings.com"
    assert dict(inner.query) == {
        "appId": "app-1",
        "locationId": "location-1",
        "appType": "ENDPOINTAPP",
        "language": "en",
        "clientOS": "web",
    }
    assert "https%3A%2F%2Fstrongman-regional.api.smartthings.com%2F%3FappId%3Dapp-1%26" in address


def test_the_install_page_of_a_simulator_is_opened_directly() -> None:
    """Developers set it in YAML."""
    endpoints = endpoints_from_config(
        {
            "api_url": "http://127.0.0.1:8400/",
            "key_url": "http://127.0.0.1:8400",
            "install_url": "http://127.0.0.1:8400/install",
        }
    )
    assert endpoints.development
    assert not Endpoints().development
    assert endpoints.api_url == "http://127.0.0.1:8400"
    page = URL(endpoints.install_page("a", "l"))
    assert page.path == "/install"
    assert page.query["appType"] == "ENDPOINTAPP"
