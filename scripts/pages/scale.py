"""The tables of the plan past one machine, computed from the measured figures in scale.toml."""

import math
import tomllib
from pathlib import Path
from typing import Any

from scripts.pages.sample import Sample
from scripts.pages.words import table


def scale_tables(made: Sample | None = None) -> str:
    """Return what was measured, and what follows from it for each size of the plan."""
    del made
    text = Path(__file__).with_name("scale.toml").read_text(encoding="utf-8")
    given = tomllib.loads(text)
    return f"{_measured(given)}\n{_plan(given)}"


def exponent(small: float, large: float, *, times: float) -> float:
    """Return the exponent of growth between two sizes of which one is `times` the other.

    >>> exponent(10, 40, times=4)
    1.0
    """
    return math.log(large / small) / math.log(times)


def _growth(given: dict[str, Any], what: str) -> float:
    times = given["large"] / given["small"]
    return exponent(given[f"small_{what}"], given[f"large_{what}"], times=times)


def _measured(given: dict[str, Any]) -> str:
    sizes = f"from {given['small']:,} to {given['large']:,} generated articles"
    rows = [
        ("measured on", f"{given['measured']}, {given['machine']}"),
        ("words in a generated article", f"{given['words_per_article']:,}"),
        ("searching one article, CPU seconds", f"{given['cpu_seconds_per_article']:.2f}"),
        (f"stages after searching, {sizes}: exponent of time", f"{_growth(given, 'seconds'):.2f}"),
        ("the same: exponent of memory, findings aside", f"{_growth(given, 'megabytes'):.2f}"),
        ("quads for an article", f"{given['quads_per_article']:,}"),
        ("bytes on disk for a quad, all files of a graph folder", f"{given['bytes_per_quad']:,}"),
        ("assumed price of a core for an hour, USD", f"{given['usd_per_core_hour']:.2f}"),
        ("assumed price of a terabyte for a month, USD", f"{given['usd_per_terabyte_month']:.0f}"),
    ]
    return table(("", "figure"), rows)


def _plan(given: dict[str, Any]) -> str:
    columns = [_column(given, plan["articles"], plan["cores"]) for plan in given["plan"]]
    heads = ["articles", *(f"{plan['articles']:,}" for plan in given["plan"])]
    rows = [[name, *(column[name] for column in columns)] for name in columns[0]]
    return table(heads, rows)


def _column(given: dict[str, Any], articles: int, cores: int) -> dict[str, str]:
    """Return one column of the plan: times in hours, sizes in terabytes, money in USD."""
    times = articles / given["large"]
    search = articles * given["cpu_seconds_per_article"] / 3600
    rest = given["large_seconds"] * times ** _growth(given, "seconds") / 3600
    memory = given["large_megabytes"] * times ** _growth(given, "megabytes") / 1000
    quads = articles * given["quads_per_article"]
    terabytes = quads * given["bytes_per_quad"] / 1e12
    money = (search + rest) * given["usd_per_core_hour"]
    return {
        "searching, core hours": f"{search:,.1f}",
        "cores that search": f"{cores:,}",
        "searching, hours": f"{search / cores:,.1f}",
        "stages after it, one process, hours": f"{rest:,.1f}",
        "memory of that process, GB, findings aside": f"{memory:,.1f}",
        "quads, millions": f"{quads / 1e6:,.0f}",
        "disk, TB": f"{terabytes:,.2f}",
        "computing, USD": f"{money:,.2f}",
        "computing for a million articles, USD": f"{money / articles * 1e6:,.2f}",
        "disk for a month, USD": f"{terabytes * given['usd_per_terabyte_month']:,.2f}",
    }
