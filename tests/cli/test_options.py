"""The option parser: what it takes, and that every refusal says what to do."""

import pytest

from wirebook.cli.options import Args, Command, Option, parse, usage
from wirebook.errors import UsageError

COMMAND = Command(
    "try",
    "FILE",
    "Try things.",
    (
        Option("spec", "SPEC", "a spec"),
        Option("format", "NAME", "the output", choices=("text", "json")),
        Option("setting", "KEY=VALUE", "a setting", many=True),
        Option("check", "", "only look"),
        Option("out", "DIR", "where", filled=True),
    ),
    lambda args: 0,
)


def given(*argv: str) -> Args:
    args = parse(COMMAND, argv)
    assert args is not None
    return args


def test_values_flags_and_operands_in_any_order() -> None:
    args = given("a.xml", "--spec", "x", "--check", "b.xml", "--format=json", "-")
    assert args.operands == ["a.xml", "b.xml", "-"]
    assert args.one("spec") == "x"
    assert args.one("format") == "json"
    assert args.flag("check")
    assert args.one("nothing") is None


def test_repeated_options_collect_and_single_ones_take_the_last() -> None:
    args = given("--setting", "a=1", "--setting=b=2", "--spec", "x", "--spec", "y")
    assert args.many("setting") == ["a=1", "b=2"]
    assert args.one("spec") == "y"


def test_everything_after_two_dashes_is_an_operand() -> None:
    assert given("--", "--spec", "-h", "--").operands == ["--spec", "-h", "--"]


def test_negative_codes_are_operands() -> None:
    assert given("quicktel", "-1004").operands == ["quicktel", "-1004"]


@pytest.mark.parametrize("value", ["", "-", "-1", "--odd value"])
def test_values_may_look_like_nearly_anything(value: str) -> None:
    assert given("--spec", value).one("spec") == value
    assert given(f"--spec={value}").one("spec") == value


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["--spce", "x"], "unknown option --spce; did you mean --spec?"),
        (["--spce=x"], "unknown option --spce; did you mean --spec?"),
        (["-x"], "unknown option -x"),
        (["--spe", "x"], "unknown option --spe"),
        (["--spec"], "option --spec needs a value: --spec SPEC"),
        (["--spec", "--check"], "option --spec needs a value"),
        (["--spec", "--format=json"], "option --spec needs a value"),
        (["--spec", "--"], "option --spec needs a value"),
        (["--check=yes"], "option --check takes no value"),
        (["--out", ""], "the value of --out is empty: --out DIR"),
        (["--out="], "the value of --out is empty"),
        (["--format", "jsn"], "--format jsn is not known; there are: text, json; did you mean json?"),
    ],
)
def test_refusals(argv: list[str], said: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse(COMMAND, argv)
    assert said in str(caught.value)
    assert "wirebook try --help" in str(caught.value)


@pytest.mark.parametrize("argv", [["-h"], ["--help"], ["a", "--spec", "x", "--help"]])
def test_help_is_asked_for(argv: list[str]) -> None:
    assert parse(COMMAND, argv) is None


def test_help_after_two_dashes_is_an_operand() -> None:
    assert given("--", "--help").operands == ["--help"]


def test_usage_names_every_option() -> None:
    text = usage(COMMAND)
    assert text.startswith("usage: wirebook try FILE\n")
    for option in COMMAND.options:
        assert f"--{option.name}" in text
        assert option.help in text
