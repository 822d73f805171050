"""What every app builds anew and the same, built once a run: a server starts one app, the tests start thousands.

Nothing of a test goes from one app to the next by this: what is shared comes from the program's own files alone.
"""

from __future__ import annotations

from functools import cache
from types import MethodType
from typing import Final, cast

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

from app import HERE
from tokri.web.assets import Assets
from tokri.web.context import KEY


class Compiled(BytecodeCache):
    """The templates, compiled."""

    def __init__(self) -> None:
        self._kept: dict[str, Bucket] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.code = self._kept[bucket.key].code

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket


COMPILED: Final = Compiled()


@cache
def _assets() -> Assets:
    return Assets(HERE / "static")


def share(app: Flask) -> None:
    """Let the app take its templates and assets from those of the app before."""
    app.jinja_env.bytecode_cache = COMPILED
    vars(app.extensions[KEY].assets).update(files=_assets().files, hash=_assets().hash)


def compile_rules_once() -> None:
    """Let Werkzeug take each rule of an address apart once a run, and not once for each app that has it.

    That is nine tenths of the start of an app. What a rule keeps of it are words, expressions and functions that are
    handed the rule that they build an address for; its converters know their own expressions, and ask nothing else.
    """
    first: dict[object, Rule] = {}
    compile_anew = Rule.compile

    def compile_once(self: Rule) -> None:
        if self.map is None or self.defaults:
            compile_anew(self)
            return
        where = (self.host, self.subdomain, self.map.host_matching)
        key = (self.rule, self.merge_slashes, where, *self.map.converters.values())
        if key not in first:
            compile_anew(self)
            first[key] = self
            return
        made = first[key]
        self._parts, self._trace, self._converters = [*made._parts], [*made._trace], {**made._converters}
        self.arguments.update(made._converters)
        self._build = MethodType(cast("MethodType", made._build).__func__, self)
        self._build_unknown = MethodType(cast("MethodType", made._build_unknown).__func__, self)

    Rule.compile = compile_once  # type: ignore[method-assign]  # Werkzeug has no other way in


compile_rules_once()
