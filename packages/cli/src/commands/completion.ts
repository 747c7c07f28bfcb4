import { Argument, type Command } from 'commander'
import { buildProgram } from '../program.ts'
import type { CommandContext } from './options.ts'

const shells = ['bash', 'zsh', 'fish'] as const
type Shell = (typeof shells)[number]

export function defineCompletion(command: Command, context: CommandContext): void {
  command
    .addArgument(new Argument('<shell>', 'your shell').choices(shells))
    .addHelpText(
      'after',
      '\nbash and zsh: add  source <(touchstone completion bash)  or zsh to ~/.bashrc or ~/.zshrc' +
        '\nfish: touchstone completion fish > ~/.config/fish/completions/touchstone.fish',
    )
    .action(async (shell: Shell) => {
      const program = await buildProgram({ ...context, loaded: 'all' })
      const places = [...placesOf(program, [])]
      context.io.stdout.write(shell === 'fish' ? fishScript(places) : bashScript(places, shell))
      context.finish(0)
    })
}

/** What can follow a command: its own commands, its options, and the values of those that have few. */
type Place = {
  path: string
  commands: { name: string; description: string }[]
  options: { flag: string; description: string; takesValue: boolean; values: readonly string[] }[]
  /** Values of its first argument, if there are few. */
  values: readonly string[]
}

function* placesOf(command: Command, path: readonly string[]): Generator<Place> {
  const { commands } = command
  yield {
    path: path.join(' '),
    commands: commands.map((each) => ({
      name: each.name(),
      description: each.summary() || each.description(),
    })),
    options: command.options.flatMap(({ long, description, argChoices, required, optional }) =>
      long == null
        ? []
        : [{ flag: long, description, takesValue: required || optional, values: argChoices ?? [] }],
    ),
    values: command.registeredArguments[0]?.argChoices ?? [],
  }
  for (const each of commands) yield* placesOf(each, [...path, each.name()])
}

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`

function bashScript(places: readonly Place[], shell: 'bash' | 'zsh'): string {
  const known = places.flatMap(({ path }) => (path === '' ? [] : [quoted(path)]))
  const wordsAt = places.map(({ path, commands, options, values }) => {
    const words = [
      ...commands.map(({ name }) => name),
      ...values,
      ...options.map(({ flag }) => flag),
      '--help',
    ]
    return `    ${quoted(path)}) words=${quoted(words.join(' '))} ;;`
  })
  const valuesAt = places.flatMap(({ path, options }) =>
    options
      .filter(({ takesValue }) => takesValue)
      .map(({ flag, values }) => {
        return `    ${quoted(`${path} ${flag}`)}) words=${quoted(values.join(' '))} ;;`
      }),
  )
  return `${shell === 'zsh' ? 'autoload -U +X compinit bashcompinit && compinit && bashcompinit\n' : ''}_touchstone() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} path='' longer words i
  for ((i = 1; i < COMP_CWORD; i++)); do
    longer="\${path:+$path }\${COMP_WORDS[i]}"
    case "$longer" in
      ${known.join('|')}) path=$longer ;;
    esac
  done
  case "$path" in
${wordsAt.join('\n')}
  esac
  case "$path $previous" in
${valuesAt.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _touchstone touchstone
`
}

function fishScript(places: readonly Place[]): string {
  const lines = places.flatMap(({ path, commands, options, values }) => {
    const seen = path.split(' ').filter((name) => name !== '')
    const conditions = [
      ...seen.map((name) => `__fish_seen_subcommand_from ${name}`),
      ...(commands.length > 0
        ? [`not __fish_seen_subcommand_from ${commands.map(({ name }) => name).join(' ')}`]
        : []),
    ]
    const when = conditions.length === 0 ? '' : ` -n ${quoted(conditions.join('; and '))}`
    const begin = `complete -c touchstone${when}`
    return [
      ...commands.map(
        ({ name, description }) => `${begin} -f -a ${name} -d ${quoted(description)}`,
      ),
      ...(values.length > 0 ? [`${begin} -f -a ${quoted(values.join(' '))}`] : []),
      ...options.map(({ flag, description, takesValue, values: few }) => {
        const value = few.length > 0 ? ` -x -a ${quoted(few.join(' '))}` : takesValue ? ' -r' : ''
        return `${begin} -l ${flag.slice(2)}${value} -d ${quoted(description)}`
      }),
    ]
  })
  return `${lines.join('\n')}\n`
}
