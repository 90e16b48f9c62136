"""Mutations of a delivery: in its bytes, its headers, its signature, or the signed content.

Each takes the random generator of one mutant, so that a mutant can be created again from its name.
"""

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random
from typing import Final

from multidict import CIMultiDict

from simulator.devices.device import Json, JsonObject

type Headers = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Sent:
    """A received request; a header may occur twice."""

    headers: Headers
    body: bytes = field(repr=False)
    method: str = "POST"

    def header(self, name: str) -> str:
        """Return the first header of a name, or an empty text."""
        return CIMultiDict(self.headers).get(name, "")

    def put(self, name: str, value: str) -> Sent:
        """Return the request with one header of this name."""
        return replace(self, headers=[*self.without(name).headers, (name, value)])

    def without(self, name: str) -> Sent:
        """Return the request without a header."""
        kept = [(key, value) for key, value in self.headers if key.lower() != name.lower()]
        return replace(self, headers=kept)


type Spoil = Callable[[Random, Sent], Sent]

_PARTS = ("keyId", "signature", "headers", "algorithm")

ODD_TEXTS: Final = (
    "",
    " ",
    "\x00",
    "null",
    "0",
    "../../etc/passwd",
    "'; --",
    "{{ states }}",
    "é" * 3,
    "\u202etxet",
    "😀",
    "a\nb: c",
    "a\r\nX: y",
    "\udce9",
    "\ud800",
    "x" * 300,
    "9" * 400,
)
ODD_VALUES: Final[tuple[Json, ...]] = (
    None,
    True,
    False,
    0,
    -1,
    2**31,
    2**63,
    2**64,
    -(2**63) - 1,
    10**30,
    1e308,
    -0.0,
    5e-324,
    0.1,
    "",
    " ",
    "x",
    "null",
    "NaN",
    "é😀",
    "\x00",
    "x" * 5_000,
    [],
    [[]],
    [None],
    ["x", 1, {}],
    {},
    {"": ""},
    {"value": {"value": {}}},
    "2026-99-99T99:99:99Z",
    "0001-01-01T00:00:00+23:59",
    "9999-12-31T23:59:59-23:59",
    "9999-12-31T23:59:59Z",
    "1970-01-01T00:00:00Z",
    -62135596800000,
    253402300799999,
    1e300,
)


def parameters(authorization: str) -> dict[str, str]:
    """Return the parameters of a correct Authorization header."""
    found = dict.fromkeys(_PARTS, "")
    for name in _PARTS:
        _, mark, rest = authorization.partition(f'{name}="')
        if mark:
            found[name] = rest.partition('"')[0]
    return found


def authorization(parts: dict[str, str]) -> str:
    """Return the header of some parameters."""
    return "Signature " + ",".join(f'{name}="{value}"' for name, value in parts.items())


def _part(random: Random, sent: Sent, name: str, choices: list[str]) -> Sent:
    """Replace a parameter of the Authorization header."""
    parts = parameters(sent.header("Authorization"))
    return sent.put("Authorization", authorization({**parts, name: random.choice(choices)}))


# The bytes of the body


def body_bytes(random: Random, sent: Sent) -> Sent:
    """Flip, drop, double, insert or cut bytes."""
    body = bytearray(sent.body)
    for _ in range(random.randint(1, 4)):
        place = random.randrange(1 << 16) % max(len(body), 1)
        match random.randrange(6):
            case 0:
                body[place : place + 1] = bytes([random.randrange(256)])
            case 1:
                del body[place : place + random.randint(1, 40)]
            case 2:
                body[place:place] = body[place : place + random.randint(1, 40)]
            case 3:
                body[place:place] = random.randbytes(random.randint(1, 8))
            case 4:
                del body[place:]
            case _:
                body += random.choice((b" ", b"\n", b"\x00", b"{}", b"}", bytes(body[:200])))
    return replace(sent, body=bytes(body))


def body_whole(random: Random, sent: Sent) -> Sent:
    """Replace the body, and keep the headers of an authentic delivery."""
    return replace(sent, body=rubbish(random))


def digest_too(random: Random, sent: Sent) -> Sent:
    """Change the body and the digest; only the signature is wrong."""
    spoilt = body_bytes(random, sent)
    return spoilt.put("Digest", f"SHA256={_digest(spoilt.body)}")


def _digest(body: bytes) -> str:
    return base64.b64encode(hashlib.sha256(body).digest()).decode()


# Headers


def digest(random: Random, sent: Sent) -> Sent:
    """Mutate the header Digest."""
    value = sent.header("Digest")
    raw = value.partition("=")[2]
    choices = [
        "",
        raw,
        "SHA256",
        "SHA256=",
        "=" + raw,
        value.lower(),
        value.upper(),
        f"sha-256={raw}",
        f"SHA256 = {raw}",
        f"SHA512={raw}",
        f"MD5={raw}",
        f"SHA256={raw},SHA256={raw}",
        f"SHA256={raw[:-1]}",
        f"SHA256={raw}=",
        f"SHA256={_digest(b'')}",
        f"SHA256={hashlib.sha256(sent.body).hexdigest()}",
        f"SHA256={random.choice(ODD_TEXTS)}",
        random.choice(ODD_TEXTS),
        scrambled(random, value),
    ]
    return _header(random, sent, "Digest", random.choice(choices))


def date(random: Random, sent: Sent) -> Sent:
    """Mutate the header Date, which the signature covers."""
    value = sent.header("Date")
    choices = [
        "",
        value.replace("UTC", "GMT"),
        value.replace("UTC", "+0000"),
        value.replace("UTC", random.choice(("", "EST", "+9999", "-0000", "+2359", "Z", "\u0660"))),
        value[5:],
        value.lower(),
        f" {value} ",
        value.replace("20", random.choice(("19", "99", "00", "20\u0662"))),
        "Mon, 01 Jan 0001 00:00:00 +2359",
        "Fri, 31 Dec 9999 23:59:59 -2359",
        "Thu, 01 Jan 1970 00:00:00 UTC",
        "2026-11-24T09:15:37Z",
        "1795425337",
        "-1",
        random.choice(ODD_TEXTS),
        scrambled(random, value),
        value + random.choice(ODD_TEXTS),
        " ".join(reversed(value.split())),
    ]
    return _header(random, sent, "Date", random.choice(choices))


def _header(random: Random, sent: Sent, name: str, value: str) -> Sent:
    """Replace a header, remove it, or send it twice in either order."""
    match random.randrange(8):
        case 0:
            return sent.without(name)
        case 1:
            return replace(sent, headers=[*sent.headers, (name, value)])
        case 2:
            return replace(sent, headers=[(name.lower(), value), *sent.headers])
        case _:
            return sent.put(name, value)


def scrambled(random: Random, text: str) -> str:
    """Change, remove or double single characters."""
    found = list(text)
    for _ in range(random.randint(1, 3)):
        place = random.randrange(1 << 16) % max(len(found), 1)
        odd = random.choice("Aa0=+/ \"',;:\\\x00\x7fé\udcff")
        found[place : place + 1] = random.choice(([odd], [], [odd, odd]))
    return "".join(found)


def headers(random: Random, sent: Sent) -> Sent:
    """Remove headers, double them, change their order, or add others."""
    found = list(sent.headers) or [("Date", "")]
    match random.randrange(5):
        case 0:
            found = random.sample(found, random.randrange(len(found)))
        case 1:
            found = random.sample(found, len(found))
            found.append((found[0][0].upper(), random.choice(ODD_TEXTS)))
        case 2:
            del found[random.randrange(len(found))]
            found.append((random.choice(ODD_TEXTS), random.choice(ODD_TEXTS)))
        case 3:
            names = [name for name, _ in found]
            random.shuffle(names)
            found = [(name, value) for name, (_, value) in zip(names, found, strict=True)]
        case _:
            found = [(name, scrambled(random, value)) for name, value in found]
    return replace(sent, headers=found)


def method(random: Random, sent: Sent) -> Sent:
    """Use another method."""
    names = ("GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "post", "POST ", "", "PROPFIND")
    return replace(sent, method=random.choice(names))


# The signature


def decoded(value: str) -> bytes:
    """Return the bytes of a signature, or any bytes if it is mutated already."""
    try:
        return base64.b64decode(value) or b"none"
    except ValueError:
        return b"none"


def signature(random: Random, sent: Sent) -> Sent:
    """Mutate the signature, or encode the same one in another way."""
    value = parameters(sent.header("Authorization"))["signature"]
    raw = bytearray(decoded(value))
    raw[random.randrange(len(raw))] ^= 1 << random.randrange(8)
    numbers = [bytes(len(raw)), b"\xff" * len(raw), (1).to_bytes(len(raw)), b""]
    choices = [
        base64.b64encode(raw).decode(),
        base64.b64encode(bytes(raw)[:-1]).decode(),
        base64.b64encode(b"\x00" + decoded(value)).decode(),
        base64.b64encode(random.choice(numbers)).decode(),
        base64.b64encode(random.randbytes(len(raw))).decode(),
        base64.urlsafe_b64encode(raw).decode(),
        # The last character before the padding has unused bits.
        f"{value[:-3]}{random.choice('ABCDEFGHwxyz0189')}==",
        value.rstrip("="),
        value + "=",
        value * 2,
        value.lower(),
        f"{value[:64]}\n{value[64:]}",
        random.choice(ODD_TEXTS),
        scrambled(random, value),
    ]
    return _part(random, sent, "signature", choices)


def key_id(random: Random, sent: Sent) -> Sent:
    """Replace the key id."""
    value = parameters(sent.header("Authorization"))["keyId"]
    folder, _, name = value.rpartition("/")
    hexed = ":".join(f"{random.randrange(256):02x}" for _ in range(16))
    choices = [
        "",
        "/",
        "//",
        name,
        value + "/",
        value + "//",
        value + random.choice(("?x", "#x", "%00", ".", "..", "\\", ";", "%2e%2e", "\n", "é")),
        f"{folder}/../../{name}",
        f"{folder}/./{name}",
        f"{folder}/%2e%2e/{name}",
        f"{folder}//{name}",
        f"/{value}",
        f"//evil.example{value}",
        f"https://evil.example{value}",
        f"@evil.example{value}",
        f":80@evil.example{value}",
        f"\\\\evil.example{value}",
        f"http://127.0.0.1:8123{value}",
        f"http://169.254.169.254{value}",
        "file:///etc/passwd",
        "/simulator/pats",
        "/devices",
        "/oauth/token",
        value.upper(),
        value + "0" * random.choice((1, 200, 3_000)),
        f"{folder}/{name[:-2]}{random.randrange(256):02x}",
        f"{folder}/{random.randrange(1 << 64):x}",
        f"/SmartThings/{hexed}",
        f"/SmartThings/{hexed[:-1]}",
        f"/smartthings/{hexed}",
        "/SmartThings/",
        random.choice(ODD_TEXTS),
        f"/pl/{random.choice(ODD_TEXTS)}",
        scrambled(random, value),
    ]
    return _part(random, sent, "keyId", choices)


def algorithm(random: Random, sent: Sent) -> Sent:
    """Replace the algorithm."""
    choices = [
        "",
        "none",
        "NONE",
        "hs2019",
        "hmac-sha256",
        "rsa-sha1",
        "rsa-sha512",
        "ecdsa-sha256",
        "rsa-sha256 ",
        "rsa-sha256,none",
        "rsa_sha256",
        "RSA-SHA256",
        "r\u017fa-sha256",
        random.choice(ODD_TEXTS),
    ]
    return _part(random, sent, "algorithm", choices)


def signed_list(random: Random, sent: Sent) -> Sent:
    """Name other signed headers, or these in another order or spelling."""
    names = parameters(sent.header("Authorization"))["headers"].split() or ["date"]
    fewer = random.sample(names, random.randrange(len(names)))
    extra = random.choice(("host", "content-type", "user-agent", "x", "(created)", "authorization"))
    choices = [
        "",
        " ".join(fewer),
        " ".join(random.sample(names, len(names))),
        " ".join([*names, random.choice(names)]),
        " ".join([*names, extra]),
        " ".join([extra, *names]),
        " ".join(names * 80),
        " ".join([*names, *(["content-type"] * 250)]),
        " ".join([*names, *(f"h{number}" for number in range(500))]),
        ",".join(names),
        "\t".join(names),
        "\n".join(names),
        "\u00a0".join(names),
        " ".join(names).upper(),
        " ".join(names).title(),
        " ".join(names).replace("digest", "d\u0131gest"),
        " ".join(names).replace("(request-target)", "request-target"),
        scrambled(random, " ".join(names)),
        random.choice(ODD_TEXTS),
    ]
    return _part(random, sent, "headers", choices)


def grammar(random: Random, sent: Sent) -> Sent:
    """Format the Authorization header in another way, or wrongly."""
    value = sent.header("Authorization")
    parts = parameters(value)
    mixed = dict(random.sample(list(parts.items()), len(parts)))
    fewer = dict(random.sample(list(parts.items()), random.randrange(len(parts))))
    name = random.choice(_PARTS)
    extra = authorization(parts) + f',x{random.randrange(100)}="{random.choice(ODD_TEXTS)}"'
    choices = [
        "",
        authorization(mixed),
        authorization(fewer),
        extra,
        value + f',{name}="{parts[name]}"',
        value + f',{name}="{random.choice(ODD_TEXTS)}"',
        value.replace(f"{name}=", f"{name.upper()}="),
        value.replace("Signature", random.choice(("signature", "SIGNATURE", "Bearer", "Basic"))),
        value.replace('"', random.choice(("'", "", "“", '\\"'))),
        value.replace('",', random.choice(('" , ', '";', '"\t,', '",,', '" '))),
        value.replace("=", " = ", 1),
        f" {value}  ",
        value + ",",
        value.removeprefix("Signature "),
        f"{value}, {value}",
        "Signature " + ",".join(f'a{number}=""' for number in range(600)),
        "Signature " + " " * random.choice((10, 1_000, 4_000)) + 'keyId="x"',
        'Signature keyId="' + "a" * 4_000,
        "Signature" * 300,
        value[: random.randrange(1 << 16) % max(len(value), 1)],
        random.choice(ODD_TEXTS),
        scrambled(random, value),
    ]
    return _header(random, sent, "Authorization", random.choice(choices))


def several(random: Random, sent: Sent) -> Sent:
    """Mutate several layers."""
    for name in random.sample(sorted(LAYERS), random.randint(2, 4)):
        sent = LAYERS[name](random, sent)
    return sent


LAYERS: Final[dict[str, Spoil]] = {
    "body-bytes": body_bytes,
    "body-whole": body_whole,
    "body-and-digest": digest_too,
    "digest": digest,
    "date": date,
    "headers": headers,
    "method": method,
    "signature": signature,
    "key-id": key_id,
    "algorithm": algorithm,
    "signed-list": signed_list,
    "grammar": grammar,
}


# Signed bodies


def rubbish(random: Random) -> bytes:
    """Return a body that is no delivery."""
    depth = random.choice((10, 900, 1_100, 100_000))
    choices = (
        b"",
        b" ",
        b"null",
        b"0",
        b'""',
        b"[]",
        b"{}",
        b"\xff\xfe\x00",
        b"\xef\xbb\xbf{}",
        b"\xed\xa0\x80",
        b"{" * depth,
        b"[" * depth + b"]" * depth,
        b'{"lifecycle":' * depth + b"1" + b"}" * depth,
        b'{"lifecycle": "EVENT", "eventData": NaN}',
        b'{"lifecycle": "EVENT", "eventData": Infinity}',
        b'{"lifecycle": "EVENT", "eventData": -}',
        b'{"lifecycle": "EVENT", "eventData": 1' + b"0" * 5_000 + b"}",
        b'{"lifecycle": "EVENT", "eventData": 1e999}',
        b'{"lifecycle": "\\ud800"}',
        b'{"lifecycle": "PING", "lifecycle": "NONE"}',
        b'{"lifecycle": "' + b"x" * 100_000 + b'"}',
        b'{"messageType": {"lifecycle": "EVENT"}}',
        b"lifecycle=EVENT",
        b"<xml/>",
        json.dumps(odd(random)).encode("utf-8", "surrogatepass"),
        random.randbytes(random.randint(1, 300)),
    )
    return random.choice(choices)


def odd(random: Random) -> Json:
    """Return any value, rarely a nested one."""
    match random.randrange(8):
        case 0:
            return [odd(random) for _ in range(random.randrange(4))]
        case 1:
            return {f"k{number}": odd(random) for number in range(random.randrange(4))}
        case 2:
            nested: Json = "end"
            for _ in range(random.choice((3, 60, 200))):
                nested = {"value": nested}
            return nested
        case _:
            return _copy(random.choice(ODD_VALUES))


def _copy(tree: Json) -> Json:
    """Return a copy that can be changed."""
    found: Json = json.loads(json.dumps(tree))
    return found


type _Place = tuple[JsonObject | list[Json], str | int]


def _places(tree: Json) -> list[_Place]:
    """Return every position in a tree, in the order of the tree."""
    found: list[_Place] = []
    if isinstance(tree, dict):
        for name, value in tree.items():
            found += [(tree, name), *_places(value)]
    elif isinstance(tree, list):
        for number, value in enumerate(tree):
            found += [(tree, number), *_places(value)]
    return found


def _put(place: _Place, value: Json) -> None:
    holder, key = place
    if isinstance(holder, dict):
        holder[str(key)] = value
    elif isinstance(key, int):
        holder[key] = value


def _drop(place: _Place) -> None:
    holder, key = place
    if isinstance(holder, dict):
        holder.pop(str(key), None)
    else:
        holder.clear()


def spoil_tree(random: Random, tree: Json, *, most: int = 3) -> Json:
    """Change types of members, remove them, rename them or exchange them."""
    tree = _copy(tree)
    for _ in range(random.randint(1, most)):
        places = _places(tree)
        if not places:
            break
        place, other = random.choice(places), random.choice(places)
        match random.randrange(6):
            case 0:
                _drop(place)
            case 1 if isinstance(place[0], dict):
                name = str(place[1])
                place[0][random.choice((name.upper(), name + " ", ""))] = place[0].pop(name)
            case 2 if isinstance(place[0], dict) and isinstance(other[0], dict):
                place[0][str(place[1])] = _copy(other[0].get(str(other[1])))
            case _:
                _put(place, odd(random))
    return tree


def doubled_keys(random: Random, tree: JsonObject) -> bytes:
    """Return JSON in which a key occurs twice, the second time with another value."""
    text = json.dumps(tree)
    name = random.choice(sorted(tree))
    return f'{text[:-1]}, "{name}": {json.dumps(odd(random))}}}'.encode()


def spoilt_body(random: Random, tree: JsonObject) -> bytes:
    """Return a delivery with a fault, or garbage."""
    match random.randrange(6):
        case 0:
            return rubbish(random)
        case 1:
            return doubled_keys(random, tree)
        case 2:
            whole = json.dumps(tree).encode()
            return whole[: random.randrange(1 << 16) % len(whole)]
        case _:
            return json.dumps(spoil_tree(random, tree)).encode()
