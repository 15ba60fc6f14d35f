"""Where the files that come with `kg` lie: in the wheel, or beside the package in a checkout."""

from pathlib import Path

from kg.errors import KgError

_PACKAGE = Path(__file__).resolve().parent


def data_path(name: str) -> Path:
    """Return the path of a shipped file or folder: "ontology.ttl", "reference" or "model".

    Raises:
        KgError: when neither the installed package nor the checkout has it.
    """
    root = _PACKAGE.parent
    in_checkout = root / name if name.endswith(".ttl") else root / "data" / name
    for path in (_PACKAGE / "data" / name, in_checkout):
        if path.exists():
            return path
    raise KgError(f"{name} is missing from this installation of kg; install it again", name=name)
