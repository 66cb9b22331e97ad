"""Programs that the tests give to the engine, each as the `__main__.py` of a project."""

from pathlib import Path


def program(name: str) -> str:
    """Return the text of a program here."""
    return (Path(__file__).parent / f"{name}.py").read_text(encoding="utf-8")
