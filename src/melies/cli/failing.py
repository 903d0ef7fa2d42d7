"""What goes wrong, in one sentence on stderr and an exit status; never a traceback unless asked for."""

from __future__ import annotations

import errno
import json
import os
import platform
import sys
import tempfile
import traceback
from pathlib import Path

from typer import Abort
from typer._click.exceptions import ClickException, NoArgsIsHelpError

from melies import __version__
from melies.cli.stopping import INTERRUPTED, STOPPED
from melies.core.errors import MeliesError

OUR_BUG, AUTHOR = 70, 2
THEIRS = (
    errno.EACCES,
    errno.EPERM,
    errno.EROFS,
    errno.ENOSPC,
    errno.EDQUOT,
    errno.ENAMETOOLONG,
)  # the machine's or its owner's to mend


def explained(arguments: list[str]) -> int:
    """Run the command line on `arguments`; returns the exit status. `--debug` anywhere shows tracebacks."""
    from melies.cli.app import app

    debug = "--debug" in arguments
    arguments = [word for word in arguments if word != "--debug"]
    as_json = "--json" in arguments
    try:
        status = app(args=arguments, prog_name="melies", standalone_mode=False)
        if status == INTERRUPTED:  # typer turns Ctrl-C into this status
            return _told(STOPPED, INTERRUPTED, as_json, debug)
        return status if isinstance(status, int) else 0
    except NoArgsIsHelpError as error:
        print(error.format_message())
        return AUTHOR
    except ClickException as error:
        return _told(_usage(error), AUTHOR, as_json, debug)
    except MeliesError as error:
        return _told(str(error), error.status, as_json, debug)
    except (Abort, KeyboardInterrupt):
        return _told(STOPPED, INTERRUPTED, as_json, debug)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python would complain again on exit
        return 0
    except MemoryError:
        return _told("there is not enough memory for this; try a smaller --size", AUTHOR, as_json, debug)
    except OSError as error:
        where = (
            f" ({error.filename})" if error.filename else f" ({tempfile.gettempdir()} and the output are written to)"
        )
        theirs = f"{(error.strerror or str(error)).lower()}{where}; make room, or choose another name or place"
        if error.errno in THEIRS:
            return _told(theirs, AUTHOR, as_json, debug)
        return _told(_bug(error, arguments), OUR_BUG, as_json, debug)
    except Exception as error:
        return _told(_bug(error, arguments), OUR_BUG, as_json, debug)


def _told(sentence: str, status: int, as_json: bool, debug: bool) -> int:
    """Print the one line, in red where colour is wanted, and as JSON on stdout for machines."""
    if debug:
        traceback.print_exc()
    if as_json:
        print(json.dumps({"error": " ".join(sentence.split()), "status": status}, ensure_ascii=False))
    from rich.console import Console
    from rich.text import Text

    line = Text.assemble(("melies: ", "bold red"), (" ".join(sentence.split()), "red"))
    Console(stderr=True, soft_wrap=True, highlight=False).print(line)
    return status


def _usage(error: ClickException) -> str:
    """The command line's own complaint as one sentence, with the command that helps."""
    context = getattr(error, "ctx", None)
    help_hint = f" (see {context.command_path} --help)" if context is not None else ""
    message = _misread(error) or error.format_message().strip().rstrip(".")
    return f"{message[:1].lower()}{message[1:]}{help_hint}"


def _misread(error: ClickException) -> str:
    """What is wrong with an option's value, when its type or its bounds refuse it."""
    from pydantic import ValidationError

    from melies.story.complain import wanted

    if not isinstance(error.__cause__, ValidationError):
        return ""
    fault, names = error.__cause__.errors()[0], getattr(getattr(error, "param", None), "opts", ["the value"])
    return f"{names[-1]} is {wanted(fault)}; got {fault['input']}"


def _bug(error: Exception, arguments: list[str]) -> str:
    """Keep what is needed to mend it in a log file, and say where that is."""
    text = "".join(traceback.format_exception(error))
    about = f"melies {__version__}, Python {platform.python_version()}, {platform.platform()}\n{arguments}\n\n"
    kind = type(error).__name__
    try:
        handle, name = tempfile.mkstemp(prefix="melies-", suffix=".log", text=True)
        with os.fdopen(handle, "w", encoding="utf-8") as log:
            log.write(about + text)
        return f"something broke inside Melies ({kind}); this is our bug, and its details are in {Path(name)}"
    except OSError:
        return f"something broke inside Melies ({kind}: {error}); this is our bug; --debug shows its details"
