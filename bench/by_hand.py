"""The baseline of the form's template: one flat loop, no macro and no block, that prints the same page to the byte.

It is made from the page itself, as somebody would who copies its source and puts the values in; so it stays the same
page when that one changes.
"""

from __future__ import annotations

import re
from typing import Final

_SELECT: Final = re.compile(r'(<select id="orders-0-(?P<field>[a-z_]+)"[^>]*>)(?P<options>.*?)</select>', re.DOTALL)
_OPTION: Final = re.compile(r'<option value="(?P<value>[^"]*)"(?: selected)?>')
_INPUT: Final = re.compile(r'(<input id="orders-0-(?P<field>[a-z_]+)"[^>]*? value=")[^"]*"')
_BUTTON: Final = re.compile(r'(value="(?P<way>up|down)-0"[^>]*?)(?: disabled)?>')
_TICK: Final = re.compile(r'(name="orders-0-readonly" value="true")(?: checked)?')
_MORE: Final = re.compile(r'(<details class="more" id="orders-0-more")(?: open)?')


def template_of(page: str) -> str:
    """The flat template of a page: its first order gives the loop. Its context is `orders`, its frame the page's."""
    begin, end = page.index('<fieldset class="order"'), page.rindex("</fieldset>") + len("</fieldset>")
    order = page[begin : page.index("</fieldset>", begin) + len("</fieldset>")]
    opened = [int(place) for place in re.findall(r'id="orders-([0-9]+)-more" open', page)]
    loop = f"{{% for order in orders %}}{_flat(order, opened)}{{% if not loop.last %}}\n{{% endif %}}{{% endfor %}}"
    return _with_token(page[:begin]) + loop + page[end:]


def _with_token(text: str) -> str:
    return re.sub(r'(name="csrf_token" value=")[^"]+"', r'\1{{ csrf_token() }}"', text)


def _flat(order: str, opened: list[int]) -> str:
    order = _SELECT.sub(_select, order)
    order = _INPUT.sub(lambda found: f'{found[1]}{{{{ order.{found["field"]} }}}}"', order)
    order = _TICK.sub(r"\1{% if order.readonly %} checked{% endif %}", order)
    order = _MORE.sub(rf"\1{{% if loop.index0 in {opened} %}} open{{% endif %}}", order)
    order = _BUTTON.sub(_button, order)
    order = re.sub(r'value="(up|down|duplicate|remove)-0"', r'value="\1-{{ loop.index0 }}"', order)
    order = re.sub(r"\b([Oo]rder) 1\b", r"\1 {{ loop.index }}", order)
    return order.replace("orders-0", "orders-{{ loop.index0 }}")


def _select(found: re.Match[str]) -> str:
    chosen = rf'<option value="\g<value>"{{% if order.{found["field"]} == "\g<value>" %}} selected{{% endif %}}>'
    return found[1] + _OPTION.sub(chosen, found["options"]) + "</select>"


def _button(found: re.Match[str]) -> str:
    end = "loop.first" if found["way"] == "up" else "loop.last"
    return f"{found[1]}{{% if {end} %}} disabled{{% endif %}}>"
