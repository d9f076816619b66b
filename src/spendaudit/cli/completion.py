"""What a shell completes: its script, and the words that the script asks us for.

Typer knows which words may follow. Its own scripts for bash and zsh give them to the shell unquoted,
so that `--area St Helens` would be two words, and its answers to fish fold long help over several
lines, each of which becomes a word. Ours ask for one word a line and leave the quoting to the shell.
No file of a shell's is ever written: the script is printed, for the user to put where it belongs.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import typer
from typer._click.shell_completion import add_completion_class, split_arg_string
from typer._completion_classes import FishComplete, completion_init
from typer._completion_shared import get_completion_script

from spendaudit.cli.known_words import meant

if TYPE_CHECKING:
    from typer._click.shell_completion import CompletionItem

BASH = r"""
_spendaudit_completion() {
    local typed=${COMP_WORDS[COMP_CWORD]} word
    local IFS=$'\n'
    COMPREPLY=()
    while IFS= read -r word; do
        word=${word%%$'\t'*}
        [ -n "$word" ] || continue
        # Within quotation marks words stand as they are, else what is special in them is escaped.
        case $typed in
            \"*|\'*) ;;
            *) printf -v word '%q' "$word" ;;
        esac
        COMPREPLY+=("$word")
    done < <(_SPENDAUDIT_COMPLETE=complete_lines _TYPER_COMPLETE_ARGS="${COMP_LINE:0:COMP_POINT}" \
        "${1/#\~/$HOME}" 2>/dev/null)
    # amount= goes on with the heading.
    case ${COMPREPLY[0]-} in
        [!-]*=) if [ ${#COMPREPLY[@]} -eq 1 ]; then compopt -o nospace; fi ;;
    esac
}

complete -o default -F _spendaudit_completion spendaudit
"""

ZSH = r"""
#compdef spendaudit

_spendaudit_completion() {
  local line word
  local -a lines words_found shown unfinished
  lines=("${(@f)$(_SPENDAUDIT_COMPLETE=complete_lines _TYPER_COMPLETE_ARGS="${words[1,CURRENT]}" \
    ${~words[1]} 2>/dev/null)}")
  for line in $lines; do
    word=${line%%$'\t'*}
    if [[ $word != -* && $word == *= ]]; then
      unfinished+=("$word")
    else
      words_found+=("$word")
      if [[ $line == *$'\t'* ]]; then shown+=("$word  -- ${line#*$'\t'}"); else shown+=("$word"); fi
    fi
  done
  if (( ! ${#words_found} && ! ${#unfinished} )); then
    _files
    return
  fi
  [[ $PREFIX == --*=* ]] && compset -P '*='
  (( ${#unfinished} )) && compadd -S '' -a unfinished
  (( ${#words_found} )) && compadd -l -d shown -a words_found
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  _spendaudit_completion "$@"
else
  compdef _spendaudit_completion spendaudit
fi
"""

FISH = r"""
function __spendaudit_completion
    set -l found (env _SPENDAUDIT_COMPLETE=complete_lines \
        _TYPER_COMPLETE_ARGS=(commandline -cp | string collect) spendaudit 2>/dev/null)
    if test -n "$found"
        printf '%s\n' $found
    else
        __fish_complete_path (commandline -ct)
    end
end

complete --command spendaudit --no-files --arguments '(__spendaudit_completion)'
"""

SCRIPTS = {"bash": BASH, "zsh": ZSH, "fish": FISH}
POWERSHELL = "powershell"
SHELLS = (*SCRIPTS, POWERSHELL)


class Lines(FishComplete):
    """A word a line, behind a tab the first sentence of its help."""

    name = "lines"

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the one that is completed, and that one, as far as it is typed."""
        # A sign more, so that a space is an end of a word only where a shell takes it for one.
        words = split_arg_string(os.environ.get("_TYPER_COMPLETE_ARGS", "") + "x")
        return words[1:-1], words[-1][:-1]

    def format_completion(self, item: CompletionItem) -> str:
        """The line of one word."""
        return f"{item.value}\t{_first_sentence(item.help)}" if item.help else str(item.value)

    def complete(self) -> str:
        """The lines of all words that may stand where the line ends; none where a file may."""
        arguments, incomplete = self.get_completion_args()
        found = self.get_completions(arguments, incomplete)
        return "\n".join(self.format_completion(one) for one in found if one.type == "plain")


def script_for(shell: str) -> str:
    """The script that makes a shell complete; PowerShell's is Typer's own.

    Raises:
        typer.BadParameter: it is for no shell of that name.
    """
    if shell in SCRIPTS:
        return SCRIPTS[shell].strip()
    if shell == POWERSHELL:
        return get_completion_script(
            prog_name="spendaudit", complete_var="_SPENDAUDIT_COMPLETE", shell=shell
        )
    known = ", ".join(SHELLS)
    raise typer.BadParameter(
        f"there is no script for {shell!r}{meant(shell, SHELLS)}; known: {known}",
        param_hint="--show-completion",
    )


def answer_shells() -> None:
    """Let the scripts, ours and Typer's, ask for words."""
    completion_init()
    add_completion_class(Lines, Lines.name)


def _first_sentence(text: str) -> str:
    sentence = " ".join(text.split())
    return sentence.partition(": ")[0].partition(". ")[0]
