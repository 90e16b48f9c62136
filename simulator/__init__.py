"""A simulated SmartThings cloud to develop and test against.

It follows the platform reference, shares no code with the integration and runs in a test on a free
port or alone with `python -m simulator`.
"""

from .control.options import PAT_SCOPES, SimulatorOptions
from .delivery.authorizer import AuthorizationError
from .delivery.forgery import Forgery
from .server import Simulator

__all__ = ["PAT_SCOPES", "AuthorizationError", "Forgery", "Simulator", "SimulatorOptions"]
