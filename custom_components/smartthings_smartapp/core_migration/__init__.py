"""Coming from Home Assistant's own SmartThings integration."""
