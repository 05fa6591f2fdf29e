# Completion of poswarm for PowerShell, after that of urfave/cli.
# Load it with: poswarm completion powershell | Out-String | Invoke-Expression

Register-ArgumentCompleter -Native -CommandName poswarm -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @($commandAst.CommandElements | ForEach-Object { $_.ToString() })
  if ($wordToComplete -ne '' -and -not $wordToComplete.StartsWith('-')) {
    $words = $words[0..($words.Count - 2)]
  }
  $rest = @($words | Select-Object -Skip 1) + '--generate-bash-completion'
  & $words[0] @rest 2>$null | Where-Object { $_.StartsWith($wordToComplete) } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
