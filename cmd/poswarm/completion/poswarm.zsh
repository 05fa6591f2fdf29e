#compdef poswarm
# Completion of poswarm for zsh, after that of urfave/cli.
# Load it with: source <(poswarm completion zsh)

_poswarm() {
  local -a found
  local cur=${words[CURRENT]}
  if [[ $cur == -* ]]; then
    found=("${(@f)$(${words[1,CURRENT-1]} $cur --generate-bash-completion 2>/dev/null)}")
  else
    found=("${(@f)$(${words[1,CURRENT-1]} --generate-bash-completion 2>/dev/null)}")
  fi
  if [[ -n ${found[1]} ]]; then
    compadd -a found
  else
    _files
  fi
}

compdef _poswarm poswarm
