import {
  timeLimitEnds,
  isLocalDate,
  localDateAt,
  shippedRules,
  type TimeLimitEnd,
  type Rules,
  type StateTimeLimit,
} from '@touchstone/jurisdiction'
import { InvalidArgumentError, type Command } from 'commander'
import { jsonOption, type JsonFlags } from '../json-answer.ts'
import { wholeNumber, type CommandContext } from './options.ts'

type Periods = Record<string, { days: number }>
type SimulateFlags = JsonFlags & { regime: string; period: Periods; from?: string }

export function defineSimulate(command: Command, { io, finish }: CommandContext): void {
  command
    .requiredOption('--regime <id>', 'regime ID, for example eu-dsa')
    .requiredOption(
      '--period <name=days>',
      'time limit and its days, for example complaint.period=270; may be repeated',
      period,
    )
    .option('--from <date>', 'start of every time limit (default: today there)', day)
    .option(...jsonOption)
    .action((flags: SimulateFlags) => {
      io.stdout.write(simulated(flags))
      finish(0)
    })
}

function simulated({ regime, period: periods, from, json }: SimulateFlags): string {
  const rules = shippedRules(regime)
  const zone = rules.regime.timeZone
  const start = from ?? localDateAt(new Date().toISOString(), zone)
  const ends = timeLimitEnds(rules, { periods, from: start })
  if (json) return `${JSON.stringify({ regime, from: start, timeLimits: ends }, null, 2)}\n`
  const { version, title } = rules.regime
  const head = [
    `${title} (${regime}), version ${version}: every time limit as if it started on ${start}, with days in ${zone}.`,
    'A simulation, not legal advice. Changed deadlines are marked "differs".',
  ]
  return `${[...head, ...rules.regime.workflows.flatMap((workflow) => machineLines(rules, workflow, ends))].join('\n')}\n`
}

type WorkflowData = Rules['regime']['workflows'][number]

function machineLines(
  rules: Rules,
  workflow: WorkflowData,
  ends: readonly StateTimeLimit[],
): string[] {
  const { id, title, states } = workflow
  const own = ends.filter((end) => end.workflow === id)
  if (own.length === 0) return []
  const names = new Map(states.map((state) => [state.id, state.title]))
  const lines = ['', `${id}  ${title}`]
  let before: string | undefined | null = null
  for (const instance of own) {
    const { state } = instance
    if (state !== before) {
      lines.push(state === undefined ? '  in any state' : `  ${state}  ${names.get(state) ?? ''}`)
    }
    before = state
    lines.push(...timeLimitLines(rules, instance))
  }
  return lines
}

function timeLimitLines(
  rules: Rules,
  { workflow, timeLimit, was, wouldBe, lines }: StateTimeLimit,
): string[] {
  const [asIs, asWouldBe] = [endWords(was), endWords(wouldBe)]
  const { title } = rules.timeLimit(workflow, timeLimit)
  const articles = lines.map(
    ({ article, force, verified }) =>
      `${article} (${force === 'policy' ? 'policy' : verified ? 'verified' : 'not verified'})`,
  )
  return [
    `    ${asIs === asWouldBe ? 'same   ' : 'differs'}  ${workflow}.${timeLimit}  ${title}`,
    `             current:      ${asIs}`,
    `             simulated:    ${asWouldBe}`,
    `             ${articles.join('; ')}`,
  ]
}

function endWords({ lastDay, dueAt, why }: TimeLimitEnd): string {
  if (lastDay !== undefined) return `the end of ${lastDay}`
  return dueAt === undefined ? why : `${dueAt.replace('.000Z', 'Z')}, the organisation’s own target`
}

function period(text: string, periods: Periods = {}): Periods {
  const [, name = '', days = ''] = /^([a-z-]+\.[a-z0-9-]+)=(.*)$/.exec(text) ?? []
  if (name === '')
    throw new InvalidArgumentError('Write a time limit and its days: complaint.period=270.')
  if (Object.hasOwn(periods, name)) {
    throw new InvalidArgumentError(`The time limit ${name} is set twice.`)
  }
  return { ...periods, [name]: { days: wholeNumber(0, 36_500)(days) } }
}

function day(text: string): string {
  if (isLocalDate(text)) return text
  throw new InvalidArgumentError('Write an existing date: 2026-11-25.')
}
