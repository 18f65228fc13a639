"""From an exception to one sentence on standard error and a documented exit code."""

import errno
import gc
import os
import sys
from collections.abc import Sequence

import typer
from typer.exceptions import TyperException

from flows.cli.app import app

OUR_PACKAGES = frozenset({"crawlers", "nlp", "warehouse", "flows"})
FAILED, USAGE, INTERRUPTED = 1, 2, 130
_SELDOM = (100_000, 50, 50)
"""Rules and models are loaded once and stay: looking through them for garbage took a tenth of the answer to one text."""

_DISK = {
    errno.ENOSPC: "The disk is full: free some space or set SUAR_HOME to another disk, then run the command again.",
    errno.EDQUOT: "Your share of the disk is used up: free some space or set SUAR_HOME to another disk.",
    errno.EROFS: "The disk is read-only: set SUAR_HOME to a folder that can be written.",
    errno.EMFILE: "Too many files are open: raise the limit with `ulimit -n 4096`, then run the command again.",
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave with its exit code: 0 ok, 1 failed, 2 usage, 3 partly done, 130 interrupted."""
    gc.set_threshold(*_SELDOM)
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    try:
        code = app(_home_first(arguments), prog_name="suar", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except TyperException as error:
        return _say(_usage(error), error.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        _close_stdout()
        return 0
    except OSError as error:
        return _say(os_sentence(error), FAILED)
    except Exception as error:
        if type(error).__module__.split(".")[0] not in OUR_PACKAGES:
            raise
        return _say(str(error), getattr(error, "exit_code", FAILED))


def _home_first(arguments: Sequence[str]) -> list[str]:
    """`--home` counts wherever it stands, as people expect of a global option."""
    rest, home = list(arguments), []
    for place, word in enumerate(arguments):
        if word == "--":
            break
        if word == "--home" and place + 1 < len(arguments):
            home, rest = [word, arguments[place + 1]], rest[:place] + rest[place + 2 :]
            break
        if word.startswith("--home="):
            home, rest = [word], rest[:place] + rest[place + 1 :]
            break
    return home + rest


def _usage(error: TyperException) -> str:
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "suar"
    return f"{error.format_message().rstrip('.')}: see `{path} --help`."


def os_sentence(error: OSError) -> str:
    if error.errno in _DISK:
        return _DISK[error.errno]
    name = f"{error.filename}" if error.filename else "A file"
    if isinstance(error, FileNotFoundError):
        return f"{name} does not exist: check the name."
    if isinstance(error, PermissionError):
        return f"{name} may not be used by this account: change its rights or set SUAR_HOME to a folder of yours."
    if isinstance(error, IsADirectoryError | NotADirectoryError):
        return f"{name} is not the kind of file that is needed here: check the name."
    return f"{name} cannot be used ({error.strerror or error}): check it, then run the command again."


def _say(sentence: str, code: int) -> int:
    print(_whole(sentence), file=sys.stderr)  # noqa: T201 - the one place where errors meet people
    return code


def _whole(sentence: str) -> str:
    """On one line, with a capital and a full stop."""
    line = " ".join(sentence.split())
    first = line.partition(" ")[0]
    start = line[:1].upper() if first.isalpha() else line[:1]
    return start + line[1:] + ("" if line.endswith((".", "?", "!")) else ".")


def _close_stdout() -> None:
    """The reader went away: leave quietly, also when Python flushes at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
