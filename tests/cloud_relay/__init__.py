"""Home Assistant Cloud: the real integration and hass-nabucasa, with a relay of the simulator."""
