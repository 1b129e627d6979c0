import pytest

from longwave.world import document


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on", "on"),
        ("no", "no"),
        ("06:30", "06:30"),
        ("1931-03-02", "1931-03-02"),
        ("11-09", "11-09"),
        ("41", 41),
        ("-2", -2),
        ("2.9", 2.9),
        ("1e3", 1000.0),
        ("1_000", "1_000"),
        ("0x10", "0x10"),
        ("true", True),
        ("~", None),
        ("", None),
        ('"41"', "41"),
    ],
)
def test_a_scalar_means_what_it_looks_like(text: str, value: object) -> None:
    read = document.read("a.yaml", f"key: {text}\n".encode())

    assert read.data == {"key": value}


def test_every_value_knows_its_line() -> None:
    read = document.read("a.yaml", b"# note\n- a: 1\n  b:\n    - x\n    - {c: 2}\n- {}\n")

    lines = [read.place.at(*path).line for path in ([0], [0, "b"], [0, "b", 1], [0, "b", 1, "c"], [0, "z"], [1])]

    assert lines == [2, 3, 5, 5, 2, 6]


@pytest.mark.parametrize(
    ("raw", "line", "what"),
    [
        (b"a: 1\nb: [1, 2\nc: 3\n", 2, "is not valid YAML"),
        (b'a: 1\nb: "x\nc: 3\n', 2, "is not valid YAML"),
        (b"a: 1\n\tb: 2\n", 2, "is not valid YAML"),
        (b"a: the pier: long\n", 1, "is not valid YAML"),
        (b"a: 1\n---\nb: 2\n", 2, "is not valid YAML"),
        (b"a: *nobody\n", 1, "is not valid YAML"),
        (b"a: 1\nb: \xff\n", 2, "is not UTF-8 text"),
        (b"a: 1\nb: x\x07y\n", 2, "holds a control character"),
        (b"a: 1\nb: !!python/object:os.system x\n", 2, "the tag"),
        (b"a: 1\n[b]: 2\n", 2, "has a list or mapping as a key"),
        (b"a: &a [*a]\n", 1, "is nested too deeply"),
        (b"a: " + b"[" * 40 + b"]" * 40, 1, "is nested too deeply"),
    ],
)
def test_broken_syntax_is_one_fault_on_its_line(raw: bytes, line: int, what: str) -> None:
    read = document.read("a.yaml", raw)

    (fault,) = read.faults
    assert (fault.file, fault.line) == ("a.yaml", line)
    assert fault.what.startswith(what)
    assert not read.is_readable


def test_a_repeated_key_is_a_fault_and_the_first_value_counts() -> None:
    read = document.read("a.yaml", b"a: 1\nb: 2\na: 3\n")

    (fault,) = read.faults
    assert (fault.line, fault.what) == (3, "the key `a` stands twice, first on line 1")
    assert read.data == {"a": 1, "b": 2}


def test_aliases_within_aliases_do_not_grow() -> None:
    layers = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 25))

    read = document.read("a.yaml", f"a0: &a0 [x]\n{layers}".encode())

    assert read.is_readable


@pytest.mark.parametrize("opener", ["[", "- ", "{a: ", "? "])
def test_a_file_that_nests_without_end_is_a_fault_and_no_crash(opener: str) -> None:
    read = document.read("a.yaml", (opener * 60_000).encode())

    assert not read.is_readable
    assert len(read.faults) == 1
