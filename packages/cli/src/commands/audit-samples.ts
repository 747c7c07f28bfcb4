import { TouchstoneError } from '@touchstone/contract'
import type { ResultOf } from '@touchstone/server'
import type { Command } from 'commander'
import { jsonOption, printAnswer, type JsonFlags } from '../json-answer.ts'
import type { ProgramIo } from '../program-io.ts'
import { operate } from '../server-store.ts'
import { count } from '../terminal.ts'
import type { CommandContext } from './options.ts'

type OfFlags = JsonFlags & { organisation: string }
type DrawFlags = OfFlags & { week?: string }
type AuditSample = ResultOf<'audit-samples.list'>[number]

export function defineAuditSamples(samples: Command, { io, finish }: CommandContext): void {
  const organisationFlag = '--organisation <slug>'
  samples
    .command('list')
    .description('list the audit samples of the last six months, newest first')
    .requiredOption(organisationFlag, 'organisation slug')
    .option(...jsonOption)
    .action(async (flags: OfFlags) => finish(await list(io, flags)))
  samples
    .command('status')
    .description(
      'show whether weekly sampling is on, and the annotation progress of the newest sample',
    )
    .requiredOption(organisationFlag, 'organisation slug')
    .option(...jsonOption)
    .action(async (flags: OfFlags) => finish(await status(io, flags)))
  samples
    .command('draw')
    .description(
      'draw now the audit sample that serve draws automatically; an existing sample stays unchanged',
    )
    .requiredOption(organisationFlag, 'organisation slug')
    .option(
      '--week <monday>',
      'week of the sample, for example 2026-11-16; defaults to the last completed week',
    )
    .option(...jsonOption)
    .action(async (flags: DrawFlags) => finish(await draw(io, flags)))
}

async function list(io: ProgramIo, flags: OfFlags): Promise<number> {
  const { organisation } = flags
  const samples = await operate(io, 'audit-samples.list', { organisation })
  const lines = samples.map((auditSample) => {
    const { id, week, seed, closesAt } = auditSample
    return [id, week, strataOf(auditSample), `open until ${closesAt}`, `seed ${seed}`].join('  ')
  })
  printAnswer(io, flags, samples, lines)
  return 0
}

async function status(io: ProgramIo, flags: OfFlags): Promise<number> {
  const { organisation } = flags
  const sampling = await operate(io, 'audit-samples.status', { organisation })
  printAnswer(io, flags, sampling, statusLines(sampling))
  return 0
}

function* statusLines({
  enabled,
  sizes,
  week,
  newest,
}: ResultOf<'audit-samples.status'>): Generator<string> {
  const { clear, flagged, removed } = sizes
  yield enabled
    ? `serve draws an audit sample every week: ${clear} clear, ${flagged} flagged, ${removed} removed`
    : 'serve draws no audit samples: an admin switched weekly sampling off'
  yield newest?.week === week
    ? `the week of ${week}, the last completed one, is drawn`
    : `the week of ${week}, the last completed one, is not drawn`
  if (newest !== undefined) {
    yield `newest audit sample, week of ${newest.week}: ${strataOf(newest)}`
  }
}

async function draw(io: ProgramIo, flags: DrawFlags): Promise<number> {
  const { organisation, week } = flags
  if (week !== undefined && !/^\d{4}-\d\d-\d\d$/.test(week)) {
    throw new TouchstoneError({
      code: 'bad-option',
      message: `--week ${JSON.stringify(week)} is not a date; write the Monday of the week, for example 2026-11-16`,
    })
  }
  const { sample, isNew } = await operate(io, 'audit-samples.draw', { organisation, week })
  const drawn = sample.strata.reduce((sum, stratum) => sum + stratum.drawn, 0)
  io.printError(
    isNew
      ? `Drew ${count(drawn, 'listing')} from the week of ${sample.week}.`
      : `The audit sample of the week of ${sample.week} was already drawn on ${sample.drawnAt}.`,
  )
  printAnswer(io, flags, { sample, isNew }, [sample.id])
  return 0
}

/** Drawn and settled listings of each stratum, with its size. */
function strataOf({ strata }: AuditSample): string {
  return strata
    .map(
      ({ stratum, frame, drawn, settled }) => `${stratum} ${drawn} of ${frame}, ${settled} settled`,
    )
    .join('; ')
}
