type Script = (ask: readonly string[]) => string;

/**
 * One script a shell. It only asks the program `ask` (cli/complete.ts) for candidates, so a new command needs nothing here.
 * An answer has a line a candidate, with its summary after a tab; `:file` says that names of files may stand there.
 */
export const completionScripts: Readonly<Record<string, Script>> = {
  bash: (ask) => `_bmpaas() {
  local line
  COMPREPLY=()
  while IFS=$'\\t' read -r line _; do
    case $line in
      :file) compopt -o default ;;
      *) COMPREPLY+=("$line") ;;
    esac
  done < <(printf '%s\\n' "\${COMP_WORDS[@]:1:COMP_CWORD}" | ${ask.map(quoted).join(' ')} 2>/dev/null)
}
complete -F _bmpaas bmpaas
`,
  zsh: (ask) => `#compdef bmpaas
_bmpaas() {
  local line
  local -a found
  for line in \${(f)"$(printf '%s\\n' "\${(@)words[2,CURRENT]}" | ${ask.map(quoted).join(' ')} 2>/dev/null)"}; do
    if [[ $line == :file ]]; then
      _files
      return
    fi
    found+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
  done
  _describe bmpaas found
}
if [[ $funcstack[1] == _bmpaas ]]; then _bmpaas "$@"; else compdef _bmpaas bmpaas; fi
`,
  fish: (ask) => `function __bmpaas_complete
    set -l words (commandline -opc)[2..-1] (commandline -ct)
    for line in (printf '%s\\n' $words | ${ask.map(quotedForFish).join(' ')} 2>/dev/null)
        if test "$line" = ':file'
            __fish_complete_path (commandline -ct)
        else
            printf '%s\\n' $line
        end
    end
end
complete -c bmpaas -f -a '(__bmpaas_complete)'
`,
};

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

const quotedForFish = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;
