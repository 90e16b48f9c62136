"""A simulated SmartThings cloud for development and tests.

It follows the platform reference and shares no code with the integration. Tests run it on a free
port; `python -m simulator` runs it alone.
"""

from .control.options import PAT_SCOPES, SimulatorOptions
from .delivery.authorizer import AuthorizationError
from .delivery.forgery import Forgery
from .server import Simulator

__all__ = ["PAT_SCOPES", "AuthorizationError", "Forgery", "Simulator", "SimulatorOptions"]
