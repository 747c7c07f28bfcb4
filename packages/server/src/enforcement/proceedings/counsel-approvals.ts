import type { RegimeApprovalView } from '@touchstone/contract'
import {
  maySend,
  regimeNames,
  shippedRules,
  type CounselSignature,
  type MaySend,
} from '@touchstone/jurisdiction'
import { recordEvent } from '../../access/audit/index.ts'
import type { Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError, type ErrorCode } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { mayReadProceedings, mayRecordCounselSignature } from './policy.ts'
import { insertSignature, signaturesOf } from './repository.ts'

type ServiceInput<T> = { handle: Transaction; actor: Actor; input: T }

/** The organisation's signatures, in the form that jurisdiction reads. */
async function ownSignatures(
  handle: Transaction,
  organisationId: string,
  regime: string,
): Promise<CounselSignature[]> {
  const signatures = await signaturesOf(handle, { organisationId, regime })
  return signatures.map(({ at: _at, ...signature }) => signature)
}

/** Whether an organisation may send under the current version of a regime. */
export async function maySendUnder(
  handle: Transaction,
  organisationId: string,
  regime: string,
  now: Date,
): Promise<MaySend> {
  const { regime: data } = shippedRules(regime)
  return maySend(data, await ownSignatures(handle, organisationId, regime), now.toISOString())
}

/** The organisation's approval status of every regime. */
export async function listRegimes(
  options: ServiceInput<{ now: Date }>,
): Promise<Outgoing<RegimeApprovalView>[]> {
  const { handle, actor, input } = options
  if (!mayReadProceedings(actor)) throw notAllowed('only members can read regimes')
  const all: Outgoing<RegimeApprovalView>[] = []
  for (const id of regimeNames.written) {
    all.push(await loadApproval(handle, actor.organisationId, id, input.now))
  }
  return all
}

export type CounselSignatureInput = {
  regime: string
  version: string
  checkedOn: string
  counsel: string
  now: Date
}

/** Records counsel's approval of a version; the log shows who recorded it. */
export async function recordCounselSignature(
  options: ServiceInput<CounselSignatureInput>,
): Promise<Outgoing<RegimeApprovalView>> {
  const { handle, actor, input } = options
  if (!mayRecordCounselSignature(actor)) {
    throw notAllowed('only an admin can record that counsel has reviewed a regime')
  }
  const { regime, version, checkedOn, now } = input
  if (!regimeNames.written.some((one) => one === regime)) {
    const message = `there is no regime ${regime}; available are ${regimeNames.written.join(', ')}`
    throw new AppError({ code: 'not-found', message, pointer: '/id' })
  }
  const current = shippedRules(regime).regime.version
  if (version !== current) {
    const message = `${regime} is at version ${current}, not ${version}: have counsel review that version`
    throw new AppError({ code: 'regime-version-mismatch', message, pointer: '/version' })
  }
  // The day may already have begun in another time zone.
  const latest = new Date(now.getTime() + 14 * 3_600_000).toISOString().slice(0, 10)
  if (checkedOn > latest) {
    const message = `${checkedOn} is in the future: name the day on which counsel reviewed it`
    throw new AppError({ code: 'date-in-future', message, pointer: '/checkedOn' })
  }
  const { organisationId } = actor
  await insertSignature(handle, { organisationId, regime, version, checkedOn, by: input.counsel })
  const subject = { kind: 'regime', id: regime } as const
  const detail = { version, checkedOn }
  await recordEvent({ handle, organisationId, action: 'counsel-signed', subject, detail })
  return loadApproval(handle, organisationId, regime, now)
}

async function loadApproval(
  handle: Transaction,
  organisationId: string,
  id: string,
  now: Date,
): Promise<Outgoing<RegimeApprovalView>> {
  const { regime } = shippedRules(id)
  const signatures = await signaturesOf(handle, { organisationId, regime: id })
  const signaturesOfRegime = signatures.map(({ at: _at, ...signature }) => signature)
  const { allowed, reason, until, unverified } = maySend(
    regime,
    signaturesOfRegime,
    now.toISOString(),
  )
  return {
    id,
    title: regime.title,
    version: regime.version,
    maySend: allowed,
    maySendReason: reason,
    unverified,
    until: until ?? null,
    signatures: signatures.map(({ version, checkedOn, by, at }) => ({
      version,
      checkedOn,
      counsel: by,
      at,
    })),
  }
}

function notAllowed(message: string, code: ErrorCode = 'permission-required'): AppError {
  return new AppError({ code, message })
}
