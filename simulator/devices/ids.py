"""The ids in the simulated home, for tests and the demo."""

from enum import StrEnum

HOME_LOCATION = "ab587f55-51e2-403d-afcf-b9d3e5a792f3"
CABIN_LOCATION = "045270a0-dd4a-4e81-bfeb-0176c677ebc3"
SYNTHETIC_LOCATION = "e87eba09-d6a2-41f2-8ed3-e89a6441f9b5"


class Rooms(StrEnum):
    """Rooms. The garage door, the hub and the phone are in no room."""

    LIVING_ROOM = "7963430e-bcce-428e-9752-79e191e0d7cd"
    KITCHEN = "c84b8ff0-c399-4af0-bb2d-fc66f0328517"
    BEDROOM = "91251376-e965-4dd3-81be-9f8c33b07bf5"
    HALLWAY = "82520b1f-c758-4e91-a9d1-ffd901a9b987"
    CABIN_PARLOUR = "57e65374-fc49-4348-8993-39b86abfacf1"


class Modes(StrEnum):
    """Modes of the two locations."""

    HOME = "88fd27a8-9ae9-48ce-b725-074cec4dfd72"
    AWAY = "f4c0506a-441b-4813-a024-92ce2c8a7b6f"
    NIGHT = "32eaf853-ba1d-4020-9734-78ca2709904a"
    CABIN_HOME = "579cc3e5-30d0-4acd-919a-5aaa41b85e5f"
    CABIN_AWAY = "1ad41bbe-486d-4f33-8d5b-9b80d6f128b5"
    CABIN_NIGHT = "fce67a2a-0236-413b-8c03-86633073afce"


class Scenes(StrEnum):
    """Scenes of the two locations."""

    GOOD_NIGHT = "2c61854f-27dd-4c56-9e50-0a9aa0a9ef8d"
    MOVIE_TIME = "aefe7497-8618-41fa-8f6c-5e1bf26e8cdf"
    LEAVING = "4d5e8cfd-438f-4c64-8e57-e47d47554c03"
    CABIN_LEAVING = "1dd3b342-8f75-4eff-83bb-19a7ffb50706"


class Devices(StrEnum):
    """Devices of the two locations, in the order in which the cloud lists them."""

    HUB = "488f7cae-54c6-482d-b124-b1230c27647e"
    CEILING_LIGHT = "945c3a5b-f7f1-48c3-ae45-0524be495c9c"
    FLOOR_LAMP = "e2a01cad-75fd-4869-9775-7ffbf9062925"
    KITCHEN_SPOTS = "54965370-f4c7-4e6f-af0c-64eea0943b82"
    BEDSIDE_DIMMER = "f130053e-9c05-4010-8474-bfda68dcddb6"
    COFFEE_PLUG = "1ab15b87-5e2d-4b87-94f7-e4cd5227f0a7"
    RELAY = "305451e2-a666-44d7-b7e2-224c6dfee8ae"
    GUEST_MODE = "86f439a5-b68d-46a9-8c11-378cbe33d36b"
    FRONT_DOOR = "bc1c657a-6479-48c9-81e6-4aa974c2f0db"
    HALLWAY_MOTION = "98f8af24-344a-49db-919f-95825ad3cabc"
    SINK_LEAK = "b34fcb2f-e2e4-4562-85e2-40bf667492bc"
    SMOKE_ALARM = "70c82fbb-514c-41c0-8e18-f25850d2e498"
    BEDROOM_CLIMATE = "781680d3-3188-4fbe-99cf-04768163459c"
    AIR_MONITOR = "5c8f4901-06f5-4467-b5db-89ba2b2ed6c7"
    PHONE = "764cb139-170a-4693-9598-b1f367e0e28c"
    KEY_RING = "56b49b7e-bcba-4fec-afb0-06b157ddcb22"
    REMOTE = "21b9a2d9-0d95-445d-892d-69571884994e"
    THERMOSTAT = "9e7088d4-f957-446b-a1e6-6161f5a438d3"
    FRONT_LOCK = "27636878-1401-4b79-8636-2d61443229f9"
    GARAGE_DOOR = "e663e7ea-6c34-462b-874b-3fdcb9d483e8"
    PATIO_SHADE = "b84025c2-75a2-4457-b110-256868334234"
    FAN = "76dc8c7e-d7cb-4abd-843f-9ea320720970"
    WATER_VALVE = "0514f488-f326-4070-b558-6ef54b07b3b6"
    SIREN = "d341e6af-1bfc-4952-b2e4-17ce53fb7f5b"
    AIR_CONDITIONER = "54078dce-a942-4c7f-b770-cd3aa4f4ee8c"
    WASHER = "14731580-6d47-4835-ae76-72ebaae10381"
    FRIDGE = "00ab0ac6-6e7d-4057-a88b-35305054d816"
    TELEVISION = "d09ea47f-94ff-431f-be70-158245542551"
    SOUNDBAR = "99f10488-3775-4e31-9379-e175e094610b"
    ROBOT_VACUUM = "e62da180-48ca-4fa8-a306-a12cf2af1102"
    DRYER = "a92999e3-b806-4c09-b898-e4c99c5cba8a"
    DISHWASHER = "e67603d5-16c7-43d2-98e0-bcfcf41e81f6"
    RANGE = "e5242517-ffce-4ff3-a932-cf0e6b3f4d6f"
    MICROWAVE = "cb3f4e80-ba36-4aea-b0f1-06f252223f56"
    RADIATOR = "fce34c2f-f220-44d8-8d3b-a11417686873"
    HEAT_PUMP = "aa680736-91e8-4019-9859-c4f3f88df42b"
    DEHUMIDIFIER = "cfc92b3d-cec6-4cf6-a575-3861ad08c78b"
    AIR_PURIFIER = "5860193d-4765-49f7-bfc8-710616a6de76"
    SPEAKER = "bdaf7ca0-ac23-4a0d-856d-422e7de019e9"
    SECURITY_SYSTEM = "33282613-88f8-4164-800c-b45026b63d20"
    VENETIAN_BLIND = "bfec28ff-bd43-4e3e-8f13-4ff55ef81f53"
    GARDEN_VALVE = "1e458936-319f-49ff-8b63-35eeeb8e0b53"
    STICK_CLEANER = "28e1cef1-1fd9-421b-80a6-13925a5a9fdb"
    ELECTRICITY_METER = "cb738d4e-3809-406d-87ca-a69e6466e7d3"
    CAR_CHARGER = "331a68eb-f061-4578-aa32-a4fe13e1c4a5"
    SOLAR_PANELS = "0d0c6d1f-6a4c-4f0f-9a86-2b3f6f1f1c54"
    HOME_BATTERY = "b1f1c9a3-6a0d-4a53-8e0b-7f0d5a1f6c2d"
    PORCH_CAMERA = "b7b1c9ae-6a4f-4a0f-9d44-5c9f0a1d2e37"
    CABIN_HEATER = "90c299a2-53c9-47e1-b495-26ef23733af7"
    CABIN_THERMOMETER = "4ec10b9e-19a9-4e4f-b437-4b874ce7d1c0"
    CABIN_DOOR = "51e37c0b-246b-4b7c-ba48-8836b9a683f1"
