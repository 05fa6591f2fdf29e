# Completion of poswarm for bash 4 and newer, after that of urfave/cli.
# Load it with: source <(poswarm completion bash)

_poswarm() {
  local cur=${COMP_WORDS[COMP_CWORD]} words=("${COMP_WORDS[@]:0:COMP_CWORD}") found
  if [[ $cur == -* ]]; then
    words+=("$cur")
  fi
  mapfile -t found < <("${words[@]}" --generate-bash-completion 2>/dev/null)
  COMPREPLY=()
  local one
  for one in "${found[@]}"; do
    [[ $one == "$cur"* ]] && COMPREPLY+=("$one")
  done
}

complete -o bashdefault -o default -F _poswarm poswarm
