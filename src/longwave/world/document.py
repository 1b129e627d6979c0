"""One YAML file, read so that every value still knows its line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TypeAlias

import yaml

from longwave.world.errors import Fault

try:
    from yaml import CSafeLoader as _Parser
except ImportError:  # PyYAML built without libyaml: the same, slower.
    from yaml import SafeLoader as _Parser  # type: ignore[assignment]

Scalar: TypeAlias = str | int | float | bool | None
Data: TypeAlias = "Scalar | list[Data] | dict[Scalar, Data]"
Step: TypeAlias = str | int

MAX_DEPTH = 30
SAFE_DEPTH = 2_000
_OPENERS = ("[", "{", "- ", "? ", ":\n")
_TAG = "tag:yaml.org,2002:"


class _Loader(_Parser):
    """YAML 1.2 scalars: `on` and `no` are words, `06:30` and `1931-03-02` are text."""

    yaml_implicit_resolvers = {}  # noqa: RUF012  # PyYAML copies it on write.


_INT = re.compile(r"^[-+]?[0-9]{1,18}$")
_FLOAT = re.compile(r"^[-+]?([0-9]{1,18}\.[0-9]*|\.[0-9]+|[0-9]{1,18}(?=[eE]))([eE][-+]?[0-9]{1,2})?$")
for _name, _pattern, _first in (
    ("null", re.compile(r"^(~|null|)$"), ["~", "n", ""]),
    ("bool", re.compile(r"^(true|false)$"), list("tf")),
    ("int", _INT, list("-+0123456789")),
    ("float", _FLOAT, list("-+.0123456789")),
):
    _Loader.add_implicit_resolver(_TAG + _name, _pattern, _first)


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a value stands: a file and a line, and through the YAML node everything below it."""

    file: str
    node: yaml.Node | None = None
    line: int = 1

    def at(self, *path: Step) -> "Place":
        """Return the place of what lies at `path`, or of as much of the path as was written."""
        place = self
        for step in path:
            below = place.below(step)
            if below is None:
                break
            place = below
        return place

    def below(self, step: Step) -> "Place | None":
        """Return the place one step further in; None where nothing was written."""
        if isinstance(self.node, yaml.SequenceNode) and isinstance(step, int) and step < len(self.node.value):
            node = self.node.value[step]
            return replace(self, node=node, line=_line(node))
        if isinstance(self.node, yaml.MappingNode):
            for key, node in self.node.value:
                if key.value == str(step):
                    # The key's line: that is where one looks for a value that fills several lines.
                    return replace(self, node=node, line=_line(key))
        return None

    def fault(self, what: str, cure: str) -> Fault:
        return Fault(self.file, self.line, what, cure)


@dataclass(frozen=True, kw_only=True)
class Document:
    """What one file says.

    Attributes:
        is_readable: False where broken syntax hides what the file says.
    """

    data: Data = None
    place: Place
    faults: tuple[Fault, ...] = ()
    is_readable: bool = True


def read(file: str, raw: bytes) -> Document:
    """Read one YAML file; broken syntax is one fault, repeated keys are one fault each."""
    try:
        node = _compose(raw)
        building = _Building(file=file)
        data = building.build(node)
    except _Unreadable as error:
        fault = Fault(file, error.line, error.what, error.cure)
        return Document(place=Place(file=file), faults=(fault,), is_readable=False)
    return Document(data=data, place=Place(file=file, node=node, line=_line(node)), faults=tuple(building.faults))


class _Unreadable(Exception):
    """Broken syntax, on its way to becoming a fault."""

    def __init__(self, line: int, what: str, cure: str) -> None:
        super().__init__(what)
        self.line, self.what, self.cure = line, what, cure


def _line(node: yaml.Node | None) -> int:
    return 1 if node is None or node.start_mark is None else node.start_mark.line + 1


def _is_deep(text: str) -> bool:
    """Tell whether a file nests so deeply that composing it would exhaust the stack of libyaml's binding."""
    if sum(map(text.count, _OPENERS)) < SAFE_DEPTH:
        return False  # Most files have not so many collections in all.
    depth = 0
    try:
        for event in yaml.parse(text, Loader=_Parser):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                return True
    except yaml.YAMLError:
        return False  # It cannot get any deeper, and composing it says what is wrong.
    return False


def _compose(raw: bytes) -> yaml.Node | None:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _Unreadable(line, "is not UTF-8 text", "save the file as UTF-8") from error
    if _is_deep(text):
        raise _Unreadable(1, "is nested too deeply", f"nest at most {MAX_DEPTH} levels")
    try:
        loader = _Loader(text)
        try:
            return loader.get_single_node()
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        what = f"is not valid YAML: {error.problem or error.context}"
        raise _Unreadable(_syntax_line(error), what, _syntax_cure(error)) from error
    except yaml.YAMLError as error:
        raise _Unreadable(_control_line(text), "holds a control character", "delete the character") from error
    except RecursionError as error:
        raise _Unreadable(1, "is nested too deeply", f"nest at most {MAX_DEPTH} levels") from error


def _syntax_line(error: yaml.MarkedYAMLError) -> int:
    # What was left open is found out far below: the line to look at is the one that opened it.
    is_left_open = error.context is not None and ("quoted" in error.context or "flow" in error.context)
    mark = (error.context_mark if is_left_open else None) or error.problem_mark or error.context_mark
    return mark.line + 1 if mark else 1


def _control_line(text: str) -> int:
    match = re.search(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
    return text.count("\n", 0, match.start()) + 1 if match else 1


def _syntax_cure(error: yaml.MarkedYAMLError) -> str:
    problem = f"{error.problem} {error.context}"
    cures = {
        "mapping values": 'put text that holds ": " in double quotes',
        "alias": "put text that starts with * or & in double quotes",
        "anchor": "put text that starts with * or & in double quotes",
        "cannot start any token": "put the text in double quotes, and indent with spaces",
        "tab": "indent with spaces, not with tabs",
        "another document": "keep one document a file: delete the `---` line",
        "quoted": "close the quotation marks, or double those inside",
        "flow": "close the bracket, or put the text in double quotes",
    }
    found = (cure for sign, cure in cures.items() if sign in problem)
    return next(found, "check the indentation and the quotation marks on this line and the one before")


@dataclass(kw_only=True)
class _Building:
    """Turns nodes into plain values: PyYAML's own constructor would silently keep the last of two equal keys."""

    file: str
    faults: list[Fault] = field(default_factory=list)
    built: dict[int, Data] = field(default_factory=dict)
    depth: int = 0

    def build(self, node: yaml.Node | None) -> Data:
        if node is None:
            return None
        if isinstance(node, yaml.ScalarNode):
            return _scalar(node)
        if id(node) in self.built:  # An alias; built once, or nested aliases would grow without bound.
            return self.built[id(node)]
        # An alias inside its own anchor would nest for ever.
        if self.depth >= MAX_DEPTH:
            raise _Unreadable(_line(node), "is nested too deeply", f"nest at most {MAX_DEPTH} levels")
        self.depth += 1
        built = self._sequence(node) if isinstance(node, yaml.SequenceNode) else self._mapping(node)
        self.depth -= 1
        self.built[id(node)] = built
        return built

    def _sequence(self, node: yaml.SequenceNode) -> Data:
        return [self.build(item) for item in node.value]

    def _mapping(self, node: yaml.Node) -> Data:
        built: dict[Scalar, Data] = {}
        first_lines: dict[Scalar, int] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise _Unreadable(_line(key_node), "has a list or mapping as a key", "write a plain key")
            key, value = _scalar(key_node), self.build(value_node)
            if key in built:
                what = f"the key `{key_node.value}` stands twice, first on line {first_lines[key]}"
                self.faults.append(Fault(self.file, _line(key_node), what, "keep one of the two"))
                continue
            built[key], first_lines[key] = value, _line(key_node)
        return built


def _scalar(node: yaml.ScalarNode) -> Scalar:
    text: str = node.value
    match node.tag.removeprefix(_TAG):
        case "str":
            return text
        case "null":
            return None
        case "bool":
            return text == "true"
        case "int" if _INT.match(text):
            return int(text)
        case "float" if _FLOAT.match(text):
            return float(text)
    raise _Unreadable(_line(node), f"the tag {node.tag!r} is not known here", "write plain values without !tags")


def scalars(data: Data, key: str) -> Iterator[str]:
    """Yield the texts under `key` in a mapping, or in each mapping of a list."""
    for item in data if isinstance(data, list) else [data]:
        found = item.get(key) if isinstance(item, dict) else None
        if isinstance(found, str):
            yield found
