"""Content models: which child elements, how often, in which order.

XSD 1.0 has no "any order with repeats", and its models must be deterministic. So the
elements that stand at most once are counted by identity constraints (a key for those
required, a unique for the others), which can see only elements that hold text; the
few others, and repeated ones that must be there, are followed through the model
itself: ``(rest)*, a, (rest | a)*``. XSD 1.1 says all of it with ``xs:all``. What
neither says is lost, and named. Nothing here knows records or types.
"""

from __future__ import annotations

from dataclasses import dataclass

from wirebook_codegen.xsd.markup import El
from wirebook_codegen.xsd.schema import Schema

__all__ = ["Child", "Content", "content"]

_FOLLOWED = 4  # elements that a model of 1.0 follows at most: each multiplies its size


@dataclass(frozen=True, slots=True)
class Child:
    """A child element under its tolerated names.

    declarations: one per name, without minOccurs and maxOccurs. low, high: how often all of them
    together stand (high None: no bound). textual: an identity constraint can see it.
    path: the logical path that a finding about it has. free: it stands anywhere whatever the order.
    """

    names: tuple[str, ...]
    declarations: tuple[El, ...]
    low: int
    high: int | None
    textual: bool
    path: str
    repeated: bool = False
    free: bool = False


@dataclass(slots=True)
class Content:
    """A content model: its particle (None: no elements), the constraints and assertions it relies on."""

    particle: El | None
    constraints: list[El]
    asserts: list[str]
    open: El | None = None  # xs:openContent of XSD 1.1


def content(
    schema: Schema, children: list[Child], *, ordered: bool, wildcard: bool, refused: tuple[str, ...] = ()
) -> Content:
    """The model of these children; wildcard: elements of other names, ``refused`` excepted, may stand anywhere."""
    if schema.modern:
        return _modern(schema, children, ordered, wildcard, refused)
    if wildcard:
        raise ValueError("XSD 1.0 has no model of named elements among any others")
    if not children:
        return Content(None, [], [])
    if ordered or len(children) == 1:
        return Content(El("xs:sequence", children=[_particle(child) for child in children]), [], [])
    if all(child.high == 1 for child in children) and all(len(c.names) == 1 or c.textual for c in children):
        return _all(schema, children)
    return _mixed(schema, children)


def _occurs(low: int, high: int | None) -> dict[str, str | None]:
    return {
        "minOccurs": None if low == 1 else str(low),
        "maxOccurs": None if high == 1 else "unbounded" if high is None else str(high),
    }


def _with(element: El, low: int, high: int | None) -> El:
    attributes = {**element.attributes, **{k: v for k, v in _occurs(low, high).items() if v is not None}}
    return El(element.name, dict(attributes), element.children, element.text)


def _particle(child: Child) -> El:
    """A child under whichever of its names, as often as it may."""
    if len(child.declarations) == 1:
        return _with(child.declarations[0], child.low, child.high)
    return El("xs:choice", _occurs(child.low, child.high), child.declarations)


# ---------------------------------------------------------------- XSD 1.1


def _modern(schema: Schema, children: list[Child], ordered: bool, wildcard: bool, refused: tuple[str, ...]) -> Content:
    asserts: list[str] = []
    outside = " ".join([*map(schema.step, refused), "##definedSibling"])
    others = El("xs:any", {"notQName": outside, "processContents": "skip"})
    if ordered and children:
        particle = El("xs:sequence", children=[_particle(child) for child in children])
        opened = El("xs:openContent", {"mode": "interleave"}, [others]) if wildcard else None
        return Content(particle, [], asserts, opened)
    particles = []
    for child in children:
        if len(child.declarations) == 1:
            particles.append(_with(child.declarations[0], child.low, child.high))
            continue
        particles += [_with(declared, 0, child.high) for declared in child.declarations]
        counted = f"count({' | '.join(schema.step(name) for name in child.names)})"
        if child.low:
            asserts.append(f"{counted} ge {child.low}")
        if child.high is not None:
            asserts.append(f"{counted} le {child.high}")
    if wildcard:
        particles.append(_with(others, 0, None))
    return Content(El("xs:all", children=particles) if particles else None, [], asserts)


# ---------------------------------------------------------------- XSD 1.0


def _all(schema: Schema, children: list[Child]) -> Content:
    """Every child at most once: ``xs:all`` says it, but for alternative names."""
    particles, constraints = [], []
    for child in children:
        if len(child.declarations) == 1:
            particles.append(_particle(child))
        else:
            particles += [_with(declared, 0, 1) for declared in child.declarations]
            constraints.append(counted(schema, child.names, required=child.low > 0))
    return Content(El("xs:all", children=particles), constraints, [])


def counted(schema: Schema, names: tuple[str, ...], *, required: bool, attribute: bool = False) -> El:
    """An identity constraint of the element that says: exactly one of these, or at most one."""
    steps = [("@" if attribute else "") + schema.step(name) for name in names]
    kind, suffix = ("key", "required") if required else ("unique", "once")
    name = schema.constraint(f"{schema.step(names[0]).rpartition(':')[2]}_{suffix}")
    selector = El("xs:selector", {"xpath": "."})
    return El(f"xs:{kind}", {"name": name}, [selector, El("xs:field", {"xpath": "|".join(steps)})])


def _mixed(schema: Schema, children: list[Child]) -> Content:
    """Any order with repeats."""
    constraints: list[El] = []
    free: list[Child] = []
    followed: list[Child] = []
    for child in children:
        if child.high == 1 and child.textual:
            constraints.append(counted(schema, child.names, required=child.low > 0))
            free.append(child)
        elif child.high == 1 or child.low:
            followed.append(child)
        else:
            free.append(child)
    # What must be there is worth more than what may be there only once.
    followed.sort(key=lambda child: not child.low)
    for child in followed[_FOLLOWED:]:
        free.append(child)
        if child.low:
            schema.ledger.lose(
                "facet.minItems" if child.repeated else "shape.missing", child.path, "too many elements in any order"
            )
        if child.high == 1:
            schema.ledger.lose("shape.duplicate", child.path, "too many elements in any order")
    for child in children:
        if child.repeated and child.low > 1:
            schema.ledger.lose("facet.minItems", child.path, _UNCOUNTED)
        if child.repeated and child.high is not None:
            schema.ledger.lose("facet.maxItems", child.path, _UNCOUNTED)
    groups = {id(child): _grouped(schema, child) for child in children}
    particle = _follow(groups, followed[:_FOLLOWED], free)
    return Content(particle, constraints, [])


_UNCOUNTED = "XSD 1.0 cannot count elements that stand in any order among others"


def _grouped(schema: Schema, child: Child) -> str:
    """A group for a child, so that its declaration is written once however often the model names it."""
    body = child.declarations[0] if len(child.declarations) == 1 else El("xs:choice", children=child.declarations)
    particle = body if body.name == "xs:choice" else El("xs:sequence", children=[body])
    return schema.group(schema.step(child.names[0]).rpartition(":")[2], particle)


def _follow(groups: dict[int, str], followed: list[Child], free: list[Child]) -> El:
    """``(free)*`` and then, one after another in any order, those that are followed."""

    def ref(child: Child, low: int = 1, high: int | None = 1) -> El:
        return El("xs:group", {"ref": groups[id(child)], **_occurs(low, high)})

    def model(left: list[Child], rest: list[Child]) -> list[El]:
        out: list[El] = []
        if len(rest) == 1:
            out.append(ref(rest[0], 0, None))
        elif rest:
            out.append(El("xs:choice", _occurs(0, None), [ref(child) for child in rest]))
        if left:
            branches = []
            for child in left:
                remaining = [other for other in left if other is not child]
                after = model(remaining, [*rest, child] if child.high != 1 else rest)
                branches.append(El("xs:sequence", children=[ref(child), *after]))
            low = int(any(child.low for child in left))
            if len(branches) == 1:
                only = branches[0]
                out += only.children if low else [El("xs:sequence", _occurs(0, 1), only.children)]
            else:
                out.append(El("xs:choice", _occurs(low, 1), branches))
        return out

    return El("xs:sequence", children=model(followed, free))
