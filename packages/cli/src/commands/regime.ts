import {
  regimeNames,
  regimeTable,
  shippedRules,
  type RegimeData,
  type Rules,
} from '@touchstone/jurisdiction'
import type { Command } from 'commander'
import { jsonOption, printAnswer, type JsonFlags } from '../json-answer.ts'
import type { CommandContext } from './options.ts'

type ShowFlags = JsonFlags & { table?: boolean }

export function defineRegime(regime: Command, { io, finish }: CommandContext): void {
  regime
    .command('list')
    .description('list available regimes, and the names reserved for others')
    .option(...jsonOption)
    .action((flags: JsonFlags) => {
      const regimes = regimeNames.written.map((id) => shippedRules(id).regime)
      const { reserved } = regimeNames
      printAnswer(io, flags, { regimes: regimes.map(figuresOf), reserved }, [
        ...regimes.map(summary),
        ...reserved.map((id) => `${id}\treserved, not written yet`),
      ])
      finish(0)
    })
  regime
    .command('show')
    .description(
      'show a regime: its workflows, or with --table every state, time limit and provision',
    )
    .argument('<id>', 'regime ID, for example eu-dsa')
    .option('--table', 'print as the Markdown page of docs/law')
    .option(...jsonOption)
    .action((id: string, flags: ShowFlags) => {
      io.stdout.write(shown(shippedRules(id), flags))
      finish(0)
    })
}

function figuresOf({ id, version, title, jurisdiction, asOf, provisions: all }: RegimeData) {
  const law = all.filter(({ force }) => force === 'law')
  const verified = law.filter((provision) => provision.verified).length
  return { id, title, jurisdiction, version, asOf, provisions: law.length, verified }
}

function summary(regime: RegimeData): string {
  const { id, title, jurisdiction, version, asOf, provisions, verified } = figuresOf(regime)
  return `${id}\t${title}, ${jurisdiction}, version ${version}, as of ${asOf}, ${verified} of ${provisions} provisions verified`
}

function shown({ regime }: Rules, { table, json }: ShowFlags): string {
  if (json) return `${JSON.stringify(regime, null, 2)}\n`
  if (table) return regimeTable(regime)
  const workflows = regime.workflows.map(
    ({ id, title, states, transitions, timeLimits }) =>
      `  ${id}  ${title}: ${states.length} states, ${transitions.length} transitions, ${timeLimits.length} time limits`,
  )
  const caution = `${regime.caution} It can only be rehearsed until counsel has approved this version.`
  return [summary(regime), caution, ...workflows, ''].join('\n')
}
