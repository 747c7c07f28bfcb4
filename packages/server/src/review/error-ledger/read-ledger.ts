import type { ErrorLedgerView } from '@touchstone/contract'
import { errorLedgerOf } from '@touchstone/evaluation'
import { recordEvent } from '../../access/audit/index.ts'
import type { Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { collectLedgerRows, ledgerDays } from './collect-rows.ts'
import { mayExportLedgerRows, mayReadLedger } from './policy.ts'
import { findPublication } from './repository.ts'

type LedgerInput = { handle: Transaction; actor: Actor; now: Date }

/** The error ledger of the actor's organisation. */
export async function readLedger({
  handle,
  actor,
  now,
}: LedgerInput): Promise<Outgoing<ErrorLedgerView>> {
  if (!mayReadLedger(actor)) throw notAllowed('admins, analysts and auditors can read it')
  const { organisationId } = actor
  const publishedAt = await findPublication(handle, organisationId)
  return { ...(await computeLedger(handle, organisationId, now)), publishedAt }
}

export type ComputedLedger = Omit<Outgoing<ErrorLedgerView>, 'publishedAt'>

export async function computeLedger(
  handle: Transaction,
  organisationId: string,
  now: Date,
): Promise<ComputedLedger> {
  const period = periodBefore(now)
  const rows = await collectLedgerRows(handle, organisationId, period.from)
  return { period, ...errorLedgerOf(rows) }
}

/** The rows behind the ledger as NDJSON. */
export async function exportLedgerRows({ handle, actor, now }: LedgerInput): Promise<string> {
  if (!mayExportLedgerRows(actor)) throw notAllowed('admins and analysts can download its rows')
  const { organisationId } = actor
  const rows = await collectLedgerRows(handle, organisationId, periodBefore(now).from)
  await recordEvent({
    handle,
    organisationId,
    action: 'error-ledger-rows-read',
    subject: { kind: 'organisation', id: organisationId },
    detail: { rows: rows.length },
  })
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('')
}

const dayMilliseconds = 86_400_000

function periodBefore(now: Date): { from: string; to: string } {
  const day = (ago: number): string =>
    new Date(now.getTime() - ago * dayMilliseconds).toISOString().slice(0, 10)
  return { from: day(ledgerDays), to: day(0) }
}

function notAllowed(who: string): AppError {
  return new AppError({
    code: 'permission-required',
    message: `the error ledger counts all listings: only ${who}, and only if not limited to brands`,
  })
}
