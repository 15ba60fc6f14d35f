"""Addresses: one page by http or https, from a public host, within limits of time and size.

In: an address. Out: the bytes, the media type and charset its server named, and the last address.
Before every request, redirects included, the host is resolved, every address found must be
public, and the connection goes to the address that was checked: no second look-up that could
answer otherwise. Proxies of the environment are not used.
"""

import ipaddress
import socket
import threading
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from email.message import Message
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from kg.errors import FetchError
from kg.read.files import display
from kg.settings import ReadSettings

if TYPE_CHECKING:
    import httpx

_SCHEMES = {"http": 80, "https": 443}
# Seconds that one connection or one read may take within the whole time for an address.
_ONE_READ = 10.0
_REDIRECTS = (301, 302, 303, 307, 308)
_AGENT = "kg (reads articles into a knowledge graph)"
# RFC 6052: IPv4 addresses behind this prefix are reached through a translator.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def system_addresses(host: str, port: int) -> tuple[str, ...]:
    """Return the IP addresses of a host as the system resolves it; OSError where it cannot."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, slots=True)
class Web:
    """How addresses are reached; tests put their own transport and resolver here."""

    transport: "httpx.BaseTransport | None" = None
    resolve: Callable[[str, int], Sequence[str]] = system_addresses


@dataclass(frozen=True, slots=True)
class Fetched:
    """The body of an address; `media_type` is in small letters without parameters, or empty."""

    data: bytes
    media_type: str
    charset: str | None
    url: str


def fetch(url: str, *, settings: ReadSettings, web: Web) -> Fetched:
    """Return what an address has, after at most `settings.max_redirects` redirects.

    Raises:
        FetchError: scheme, port or host that may not be fetched, no answer in time, an answer
            other than 200, or a body over the limit.
    """
    import httpx

    box: list[Fetched | FetchError] = []
    name = display(url)
    limit = httpx.Timeout(min(_ONE_READ, settings.fetch_seconds))
    client = httpx.Client(transport=web.transport, timeout=limit, trust_env=False)

    def work() -> None:
        try:
            box.append(_follow(client, url, settings, web))
        except FetchError as error:
            box.append(error)
        except Exception as error:  # a thread's error must reach the caller, whatever it is
            box.append(FetchError(name, f"no answer ({_said(error)}); check the address"))

    # A server that sends one byte now and then never runs into the limit for one read.
    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    worker.join(settings.fetch_seconds)
    client.close()
    if not box:
        raise FetchError(name, f"took longer than {settings.fetch_seconds:g} s; try again")
    if isinstance(box[0], FetchError):
        raise box[0]
    return box[0]


def _said(error: Exception) -> str:
    """Return an error in few words on one line."""
    return display(str(error)[:200]) or type(error).__name__


def _follow(client: "httpx.Client", url: str, settings: ReadSettings, web: Web) -> Fetched:
    """Return the body behind an address and its redirects."""
    name, here = display(url), url
    for _ in range(settings.max_redirects + 1):
        target = _request(client, name, here, settings, web)
        with closing(client.send(target, stream=True, follow_redirects=False)) as response:
            if response.status_code not in _REDIRECTS:
                return _body(name, here, response, settings)
            there = urljoin(here, response.headers.get("location", ""))
        if urlsplit(here).scheme == "https" and urlsplit(there).scheme == "http":
            raise FetchError(name, "redirects from https to http; name the page itself")
        here = there
    raise FetchError(name, f"redirects more than {settings.max_redirects} times; name the page")


def _request(
    client: "httpx.Client", source: str, here: str, settings: ReadSettings, web: Web
) -> "httpx.Request":
    """Return a request to the checked IP address, with name and certificate of the host."""
    import httpx

    parts = httpx.URL(here)
    if parts.scheme not in _SCHEMES:
        raise FetchError(source, f"kg fetches http and https, not {parts.scheme[:20] or 'this'}")
    host = parts.raw_host.decode("ascii")
    if parts.userinfo or not host:
        raise FetchError(source, "has no host, or a user name in it; write it without")
    port = parts.port or _SCHEMES[parts.scheme]
    if port not in settings.ports:
        raise FetchError(source, f"port {port} may not be fetched; save the page and name the file")
    return client.build_request(
        "GET",
        parts.copy_with(host=_public_address(source, host, port, web), fragment=None),
        headers={
            "Host": parts.netloc.decode("ascii"),
            "User-Agent": _AGENT,
            "Accept-Encoding": "gzip",
        },
        extensions={"sni_hostname": host},
    )


def _public_address(source: str, host: str, port: int, web: Web) -> str:
    """Return an IP address of a host, of which every address must be public."""
    try:
        addresses = web.resolve(host, port)
    except (OSError, UnicodeError) as error:
        raise FetchError(source, f"there is no host {host[:100]}; check the address") from error
    if not addresses:
        raise FetchError(source, f"there is no host {host[:100]}; check the address")
    for address in addresses:
        if not is_public(address):
            reason = f"{host[:100]} is not on the public internet; save the page and name the file"
            raise FetchError(source, reason)
    return addresses[0]


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the public internet.

    Addresses that carry an IPv4 address (mapped, 6to4, translated) are as public as that one.

    >>> is_public("93.184.215.14"), is_public("::ffff:127.0.0.1"), is_public("169.254.169.254")
    (True, False, False)
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
        if ip.teredo is not None or ip.is_site_local:
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def _body(source: str, here: str, response: "httpx.Response", settings: ReadSettings) -> Fetched:
    """Return the body of a final answer, read no further than the limit."""
    if response.status_code != 200:
        raise FetchError(source, f"the server answered {response.status_code}; check the address")
    data = bytearray()
    for chunk in _unpacked(source, response, settings.max_bytes):
        data += chunk
        if len(data) > settings.max_bytes:
            limit = f"{settings.max_bytes / 1e6:g} MB"
            raise FetchError(source, f"is larger than the limit of {limit}; save a part of it")
    header = Message()
    header["content-type"] = response.headers.get("content-type", "")
    media_type = header.get_content_type() if header["content-type"] else ""
    return Fetched(bytes(data), media_type, header.get_content_charset(), here)


def _unpacked(source: str, response: "httpx.Response", max_bytes: int) -> Iterator[bytes]:
    """Yield a body in pieces, none of them unpacked to more than a byte over the limit."""
    if response.is_stream_consumed:  # a transport that gives whole answers, as those of tests
        yield response.content
        return
    coding = response.headers.get("content-encoding", "").strip().lower()
    if coding in ("", "identity"):
        yield from response.iter_raw()
        return
    if coding not in ("gzip", "x-gzip", "deflate"):
        raise FetchError(source, f"came packed as {coding[:20]} unasked; save the page instead")
    # 32 + 15: the header of gzip or zlib decides, with the largest window.
    unpacker = zlib.decompressobj(32 + zlib.MAX_WBITS)
    try:
        for chunk in response.iter_raw():
            yield unpacker.decompress(chunk, max_bytes + 1)
    except zlib.error as error:
        raise FetchError(source, "came packed wrongly; try again") from error
