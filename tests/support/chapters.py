"""Definitions made up over one that stands, to see what the rulebook says of them."""

from poletai import rulebook
from poletai.core.procedures.library import read_library

_HEAD = """
name = "cn.tried"
extends = "{extends}"
title = {{ zh = "试", en = "Tried" }}
category = "works"
method = "open"
"""


def codes(extends: str, *, own: str = "") -> set[str]:
    """Return the codes of what is wrong with a definition that adds tables to another."""
    files = {name: rulebook.read(name) for name in rulebook.names()}
    files["cn/tried.toml"] = (_HEAD.format(extends=extends) + own).encode()
    files["cn/tried.scenarios.toml"] = b""
    return {problem.code for problem in read_library(files)[1]}
