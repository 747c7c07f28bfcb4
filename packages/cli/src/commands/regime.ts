import {
  regimeNames,
  regimeTable,
  shippedRules,
  type RegimeData,
  type Rules,
} from '@touchstone/jurisdiction'
import type { Command } from 'commander'
import type { CommandContext } from './options.ts'

type ShowFlags = { table?: boolean; json?: boolean }

export function defineRegime(regime: Command, { io, finish }: CommandContext): void {
  regime
    .command('list')
    .description('list available regimes, and the names reserved for others')
    .action(() => {
      for (const id of regimeNames.written) io.print(summary(shippedRules(id).regime))
      for (const id of regimeNames.reserved) io.print(`${id}\treserved, not written yet`)
      finish(0)
    })
  regime
    .command('show')
    .description(
      'show a regime: its workflows, or with --table every state, time limit and provision',
    )
    .argument('<id>', 'regime ID, for example eu-dsa')
    .option('--table', 'print as the Markdown page of docs/law')
    .option('--json', 'print as JSON')
    .action((id: string, flags: ShowFlags) => {
      io.stdout.write(shown(shippedRules(id), flags))
      finish(0)
    })
}

function summary({ id, version, title, jurisdiction, asOf, provisions }: RegimeData): string {
  const law = provisions.filter(({ force }) => force === 'law')
  const verified = law.filter((provision) => provision.verified).length
  return `${id}\t${title}, ${jurisdiction}, version ${version}, as of ${asOf}, ${verified} of ${law.length} provisions verified`
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
