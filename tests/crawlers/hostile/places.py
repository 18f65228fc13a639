"""Where a hostile site leads: redirects, addresses in listings, and what its robots.txt says."""

from collections.abc import Iterator

from tests.crawlers.hostile.answers import GOOD, MB, case
from tests.crawlers.hostile.contents import CANARY
from tests.crawlers.hostile.server import Asked, Behaviour, Line, raw, says


def to(location: str | bytes, status: str = "302 Found") -> Behaviour:
    target = location.encode("latin-1") if isinstance(location, str) else location
    head = f"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\nLocation: ".encode()
    return raw(head + target + b"\r\n\r\n")


def _further(line: Line, asked: Asked) -> None:
    """Each address leads to the next."""
    number = int(asked.path.rpartition("-")[2]) if "-" in asked.path else 0
    to(f"/a/kasus-{number + 1}")(line, asked)


PRIVATE = (
    "127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.3.4", "169.254.169.254", "[::1]", "[fd00::1]", "[::ffff:127.0.0.1]", "0.0.0.0",
    "100.64.0.1", "2130706433", "0x7f.1", "017700000001", "localhost", "localhost.", "LocalHost", "printer.local", "meta.internal",
)  # fmt: skip

REDIRECTS = [
    case("loop", to("/a/kasus"), "redirect_loop"),
    case("chain-50", _further, "redirect_loop"),
    *(case(f"private-{host}", to(f"http://{host}:8/latest/"), "private_address") for host in PRIVATE),
    case("file", to("file:///etc/passwd"), "other_scheme"),
    case("ftp", to("ftp://kabar.example/a"), "other_scheme"),
    case("javascript", to("javascript:alert(1)"), "other_scheme"),
    case("data", to("data:text/html,<h1>x</h1>"), "other_scheme"),
    case("s3", to("s3://bucket/key"), "other_scheme"),
    case("gopher", to("gopher://x.example/"), "other_scheme"),
    case("other-domain", to(f"http://{CANARY}/"), "other_domain"),
    case("other-domain-relative", to(f"//{CANARY}/"), "other_domain"),
    case("other-domain-three", to(f"///{CANARY}/"), "other_domain", "redirect_loop", "not_found"),
    case("other-domain-back", to(f"\\\\{CANARY}\\"), "other_domain", "not_found"),
    case("other-domain-tab", to(f"ht\ttp://{CANARY}/"), "other_domain", "not_found"),
    case("other-domain-user", to(f"http://HOST@{CANARY}/"), "other_domain"),
    case("credentials", to("http://user:pw@HOST/a/baik"), "credentials"),
    case("long", to("/a/" + "x" * 5000), "long_address"),
    case("broken", to("http://[broken/"), "other_scheme"),
    case("port-broken", to("http://HOST:banyak/"), "other_scheme"),
    case("empty", to(""), "redirect_loop"),
    case("missing", raw(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), "bad_status"),
    case("not-ascii", to("/a/b\xe9rita \xff".encode("latin-1")), "not_found"),
    case("300", says("x", "Location: /a/baik", status="300 Multiple Choices"), "bad_status"),
    case("sibling", to("http://www.HOST/a/baik", "301 Moved Permanently"), "read"),
    case("relative", to("baik"), "read"),
    case("protocol-relative", to("//HOST/a/baik"), "read"),
    case("refresh-header", says(GOOD, f"Refresh: 0;url=http://{CANARY}/", f"Link: <http://{CANARY}/>; rel=preload"), "read"),
    case("cookies", says(GOOD, "Set-Cookie: kue=1; Path=/", "WWW-Authenticate: Basic realm=x"), "read"),
]  # fmt: skip


def _rules(lines: str, status: str = "200 OK") -> Behaviour:
    return says(lines, status=status, kind="text/plain")


def _endless(line: Line, _asked: Asked) -> None:
    line.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nUser-agent: *\nDisallow: /a/kasus\n")
    line.pour(b"# dan seterusnya\n" * 4000)


_MANY = "".join(f"Disallow: /{number}*x*y*z\n" for number in range(40_000))

ROBOTS = [
    case("disallow", _rules("User-agent: *\nDisallow: /a/"), "robots_disallowed"),
    case("disallow-us", _rules("User-agent: suar\nDisallow: /\nUser-agent: *\nAllow: /"), "robots_disallowed"),
    case("disallow-others", _rules("User-agent: lain\nDisallow: /\n"), "read"),
    case("longest-rule", _rules("User-agent: *\nDisallow: /a\nAllow: /a/kasus\n"), "read"),
    case("wildcard", _rules("User-agent: *\nDisallow: /*/kas*s\n"), "robots_disallowed"),
    case("dollar", _rules("User-agent: *\nDisallow: /a/kasus$\nAllow: /a/"), "robots_disallowed"),
    case("dollar-no", _rules("User-agent: *\nDisallow: /a/kasu$\n"), "read"),
    case("many-wildcards", _rules("User-agent: *\nDisallow: /" + "*a" * 5000 + "b\n"), "read"),
    case("many-rules", _rules("User-agent: *\nDisallow: /a/kasus\n" + _MANY), "robots_disallowed"),
    case("robots-401", _rules("User-agent: *\nDisallow: /", "401 Unauthorized"), "read"),
    case("robots-403", _rules("User-agent: *\nDisallow: /", "403 Forbidden"), "read"),
    case("robots-404", _rules("User-agent: *\nDisallow: /", "404 Not Found"), "read"),
    case("robots-429", _rules("", "429 Too Many Requests"), "robots_unreachable", "rate_limited"),
    case("robots-500", _rules("", "500 Error"), "robots_unreachable"),
    case("robots-503", _rules("", "503 Unavailable"), "robots_unreachable"),
    case("robots-999", _rules("", "999 Denied"), "robots_unreachable"),
    case("robots-silent", lambda line, _asked: line.hang(), "too_slow"),
    case("robots-closed", raw(), "robots_unreachable"),
    case("robots-garbage", raw(b"\0\1\2\r\n\r\n"), "robots_unreachable"),
    case("robots-drip", lambda line, _asked: line.drip(b"HTTP/1.1 200 OK\r\n"), "too_slow"),
    case("robots-endless", _endless, "robots_disallowed"),
    case("robots-10mb", _rules("User-agent: *\nDisallow: /a/kasus\n" + "# isi\n" * (10 * MB // 6)), "robots_disallowed"),
    case("robots-bomb", says(b"", "Content-Encoding: gzip"), "read"),
    case("robots-loop", to("/robots.txt"), "robots_unreachable"),
    case("robots-elsewhere", to(f"http://{CANARY}/robots.txt"), "robots_unreachable"),
    case("robots-private", to("http://127.0.0.1/robots.txt"), "robots_unreachable"),
    case("robots-html", says(GOOD), "read"),
    case("robots-binary", says(bytes(range(256)) * 100, kind="text/plain"), "read"),
    case("robots-utf-16", says("User-agent: *\nDisallow: /".encode("utf-16"), kind="text/plain"), "robots_disallowed"),
    case("robots-mark", _rules("\ufeffUser-agent: *\nDisallow: /"), "robots_disallowed"),
    case("robots-cr", _rules("User-agent: *\rDisallow: /"), "robots_disallowed"),
    case("robots-upper", _rules("USER-AGENT: SUAR\nDISALLOW: /"), "robots_disallowed"),
    case("delay-huge", _rules("User-agent: *\nCrawl-delay: 86400\n"), "crawl_delay"),
    case("delay-inf", _rules("User-agent: *\nCrawl-delay: inf\n"), "crawl_delay", "read"),
    case("delay-nan", _rules("User-agent: *\nCrawl-delay: nan\n"), "read"),
    case("delay-negative", _rules("User-agent: *\nCrawl-delay: -20\n"), "read"),
    case("delay-words", _rules("User-agent: *\nCrawl-delay: lama sekali\n"), "read"),
    case("delay-long-number", _rules("User-agent: *\nCrawl-delay: " + "9" * 5000 + "\n"), "crawl_delay", "read"),
]  # fmt: skip


def addresses(host: str) -> Iterator[tuple[str, str | None]]:
    """What a listing may name, and what must become of it (null: not taken up)."""
    yield "javascript:alert(1)", None
    yield "mailto:redaksi@kabar.example", None
    yield "file:///etc/passwd", None
    yield "data:text/html,x", None
    yield f"http://{CANARY}/a/lain", None
    yield "http://127.0.0.1:22/a/x", None
    yield "http://169.254.169.254/latest/meta-data/", None
    yield "http://[::1]/a/x", None
    yield "http://[rusak/a/x", None
    yield f"http://{host}:banyak/a/x", None
    yield f"http://{host}.{CANARY}/a/x", None
    yield f"http://user:pw@{host}/a/rahasia", "credentials"
    yield f"http://{host}/a/{'x' * 100_000}", "long_address"
    yield f"http://{host}/a/\u202e\u0000\u0007spasi dan huruf\u00e9", "not_found"
    yield f"http://{host}/a/%00%ff%0d%0aX-Sisipan:1", "not_found"
    yield f"http://{host}/a/../../etc/passwd", "not_found"
    yield f"http://{host}:81/a/gerbang", "not_found"
