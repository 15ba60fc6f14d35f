"""What bounds the application: who may ask, how much, for how long; frozen, read from nowhere."""

import ipaddress
from dataclasses import dataclass

from kg.errors import SettingsError

MIB = 1024**2
# Names of this machine; a browser that was sent here by another name was misled (DNS rebinding).
ANYWHERE = ("0.0.0.0", "::")  # noqa: S104 - compared with, not listened at
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True)
class WebSettings:
    """Limits and names of one server.

    `host` and `port` are where it listens. `seconds` is the wall time of one query, `rows` what a
    page shows of it and `endpoint_rows` what /sparql sends, both cut and marked beyond;
    `answer_bytes` bounds an answer, `body_bytes` a request, `memory_bytes` what one query may take.
    `quick` processes answer; one whose query takes longer than `quick_seconds` is put behind all
    others and replaced, at most `slow` at a time; where there are so many already, it has
    `patience` seconds in all. `waiting` questions may wait.
    `judgements` is the file that /review writes, None for the default; `who` its signature.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    seconds: float = 30.0
    rows: int = 10_000
    endpoint_rows: int = 100_000
    answer_bytes: int = 32 * MIB
    body_bytes: int = 256 * 1024
    memory_bytes: int = 1024 * MIB
    quick: int = 6
    quick_seconds: float = 0.2
    slow: int = 4
    patience: float = 2.0
    waiting: int = 256
    judgements: str | None = None
    who: str = ""

    def __post_init__(self) -> None:
        """Raise SettingsError for a limit that nothing could pass."""
        for name in ("seconds", "rows", "endpoint_rows", "answer_bytes", "body_bytes", "quick",
                     "quick_seconds", "slow", "patience", "waiting", "memory_bytes"):  # fmt: skip
            if getattr(self, name) <= 0:
                raise SettingsError(f"{name} must be more than 0, not {getattr(self, name)}")

    @property
    def is_loopback(self) -> bool:
        """Tell whether only this machine can reach the server."""
        return self.host in {"localhost", "::1"} or self.host.startswith("127.")

    @property
    def hosts(self) -> frozenset[str]:
        """The Host headers that are answered, in lower case."""
        own = f"[{self.host}]" if ":" in self.host else self.host
        names = {*LOOPBACK, own.lower()}
        return frozenset({*names, *(f"{name}:{self.port}" for name in names)})

    def answers_to(self, host: str) -> bool:
        """Tell whether a Host header is answered.

        A server that listens everywhere answers to every address in numbers too: a page that was
        led here by another name (DNS rebinding) sends that name, and a number cannot be one.
        """
        known = host.lower()
        if known in self.hosts:
            return True
        name, _, port = known.rpartition(":")
        return self.host in ANYWHERE and port == str(self.port) and _is_address(name)

    def is_own_origin(self, origin: str) -> bool:
        """Tell whether an Origin header is that of our own pages."""
        scheme, _, host = origin.partition("://")
        return scheme == "http" and self.answers_to(host)


def _is_address(name: str) -> bool:
    """Tell whether a name is an address in numbers: 192.0.2.7, [2001:db8::7]."""
    try:
        ipaddress.ip_address(name[1:-1] if name.startswith("[") else name)
    except ValueError:
        return False
    return True
