import { ledgerNeeds, LedgerRow, type ErrorLedger, type LedgerRuleView } from '@touchstone/contract'
import { errorLedgerOf, percent, percentRange } from '@touchstone/evaluation'
import type { Command } from 'commander'
import { readCheckedLines } from '../checked-lines.ts'
import type { ProgramIo } from '../program-io.ts'
import { listenForStop } from '../stop-signal.ts'
import { Outputs } from '../stream/index.ts'
import { count } from '../terminal.ts'
import type { CommandContext } from './options.ts'

type ErrorLedgerFlags = { in: string; json?: string }

export function defineErrorLedger(command: Command, { io, finish }: CommandContext): void {
  command
    .requiredOption('--in <file>', 'rows of an error ledger (NDJSON); - for standard input')
    .option('--json <file>', 'the ledger (JSON); - for standard output')
    .action(async (flags: ErrorLedgerFlags) => finish(await errorLedger(io, flags)))
}

async function errorLedger(io: ProgramIo, flags: ErrorLedgerFlags): Promise<number> {
  const stop = listenForStop(io)
  const outputs = new Outputs(io)
  try {
    const what = 'row of an error ledger: download the file from /api/v1/error-ledger/rows'
    const rows = await readCheckedLines(io, flags.in, {
      schema: LedgerRow,
      what,
      signal: stop.signal,
    })
    const ledger = errorLedgerOf(rows)
    const json = await outputs.open(flags.json)
    await json?.write(Buffer.from(`${JSON.stringify(ledger, null, 2)}\n`))
    await outputs.finish()
    const text = textOf(ledger, rows.length)
    if (flags.json === '-') io.stderr.write(text)
    else io.stdout.write(text)
    return 0
  } catch (error) {
    await outputs.discard()
    throw error
  } finally {
    stop.dispose()
  }
}

function textOf({ rules, withheld }: ErrorLedger, rows: number): string {
  const lines = rules.map(
    ({ kind, code, ...figures }) => `${kind} ${code}: ${figuresText(figures)}`,
  )
  const { listings, sellers } = ledgerNeeds
  lines.push(
    `${count(rows, 'row')}; ${count(withheld, 'rule')} withheld: fewer than ${listings} listings or ${sellers} sellers, or mostly one seller.`,
  )
  return `${lines.join('\n')}\n`
}

function figuresText({
  audited,
  decided,
  reversed,
}: Omit<LedgerRuleView, 'kind' | 'code'>): string {
  const shareText = (share: { value: number; low: number; high: number }): string =>
    `${percent(share.value)} ${percentRange(share)}`
  const parts = [
    audited &&
      `${shareText(audited.wrongShare)} wrong of ${audited.right + audited.wrong} audited blindly`,
    decided && `${shareText(decided.wrongShare)} wrong of ${decided.right + decided.wrong} decided`,
    reversed && `${shareText(reversed.share)} reversed of ${reversed.of}`,
  ]
  return parts
    .filter((part) => part !== null)
    .join('; ')
    .replaceAll('\u00a0', ' ')
}
