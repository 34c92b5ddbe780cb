"""The command line's own option parser: a table per command, long options, clear refusals.

argparse costs as much as the whole of a passing ``validate`` (0.9 of an empty Python
run, where the budget for everything is 2), so this does the little that is needed:
``--name VALUE``, ``--name=VALUE``, flags, repeated options, ``--``, ``-h``/``--help``.
No abbreviations: a script that uses one would break with the next option.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["Args", "Command", "Option", "parse", "refuse", "usage"]


class Option:
    """One long option. Without ``metavar`` it is a flag; ``many`` collects every occurrence.

    filled: an empty value is refused, where it would silently mean the default.
    """

    __slots__ = ("choices", "filled", "help", "many", "metavar", "name")

    def __init__(
        self,
        name: str,
        metavar: str = "",
        help: str = "",
        *,
        choices: tuple[str, ...] = (),
        many: bool = False,
        filled: bool = False,
    ) -> None:
        self.name = name
        self.metavar = metavar
        self.help = help
        self.choices = choices
        self.many = many
        self.filled = filled


class Command:
    """A subcommand: its synopsis after the name, what it does, its options and the function that runs it."""

    __slots__ = ("about", "name", "options", "run", "synopsis")

    def __init__(
        self, name: str, synopsis: str, about: str, options: tuple[Option, ...], run: Callable[[Args], int]
    ) -> None:
        self.name = name
        self.synopsis = synopsis
        self.about = about
        self.options = options
        self.run = run


class Args:
    """What was given on the command line, by option name without dashes."""

    __slots__ = ("command", "operands", "values")

    def __init__(self, command: Command) -> None:
        self.command = command
        self.operands: list[str] = []
        self.values: dict[str, list[str]] = {}

    def flag(self, name: str) -> bool:
        """Whether the flag was given."""
        return name in self.values

    def one(self, name: str) -> str | None:
        """The option's value (the last, if it was given more than once), or None."""
        given = self.values.get(name)
        return given[-1] if given else None

    def many(self, name: str) -> list[str]:
        """Every value of a repeatable option, in order."""
        return self.values.get(name, [])


def parse(command: Command, argv: Sequence[str]) -> Args | None:
    """The arguments after the command's name; None where help was asked for. Raises UsageError."""
    args = Args(command)
    table = {option.name: option for option in command.options}
    rest = list(argv)
    rest.reverse()
    while rest:
        word = rest.pop()
        if word == "--":
            rest.reverse()
            args.operands += rest
            break
        if word in ("-h", "--help"):
            return None
        # "-" is standard input and -1004 a code: both are operands.
        if not word.startswith("-") or word == "-" or word[1:].isdigit():
            args.operands.append(word)
            continue
        name, equals, value = word[2:].partition("=")
        option = table.get(name) if word.startswith("--") else None
        if option is None:
            from wirebook.hints import nearest

            wrong = word.partition("=")[0]
            raise refuse(command, f"unknown option {wrong}{nearest(wrong, ['--' + known for known in table])}")
        if not option.metavar:
            if equals:
                raise refuse(command, f"option --{name} takes no value")
            args.values[name] = []
            continue
        if not equals:
            # The next word is the value, unless it is plainly the next option.
            if not rest or (rest[-1].startswith("--") and rest[-1][2:].partition("=")[0] in {*table, "help", ""}):
                raise refuse(command, f"option --{name} needs a value: --{name} {option.metavar}")
            value = rest.pop()
        if option.filled and not value:  # mostly a variable of a script that was never set
            raise refuse(command, f"the value of --{name} is empty: --{name} {option.metavar}")
        if option.choices and value not in option.choices:
            from wirebook.hints import nearest

            known = ", ".join(option.choices)
            raise refuse(command, f"--{name} {value} is not known; there are: {known}{nearest(value, option.choices)}")
        if option.many:
            args.values.setdefault(name, []).append(value)
        else:
            args.values[name] = [value]
    return args


def refuse(command: Command, message: str) -> Exception:
    """The error to raise for a wrong call of this command: one line that ends with where to read on."""
    from wirebook.errors import UsageError

    return UsageError(f"{message} (wirebook {command.name} --help)")


def usage(command: Command) -> str:
    """The command's help, made from its table."""
    rows = [
        (
            f"--{option.name} {option.metavar}".rstrip(),
            option.help + (f": {', '.join(option.choices)}" if option.choices else ""),
        )
        for option in command.options
    ]
    rows.append(("-h, --help", "this text"))
    width = max(len(left) for left, _ in rows) + 2
    lines = [f"usage: wirebook {command.name} {command.synopsis}".rstrip(), "", command.about, ""]
    lines += [f"  {left:<{width}}{right}".rstrip() for left, right in rows]
    return "\n".join(lines) + "\n"
