import type {
  PreviousMonitoring,
  WatchBudget,
  WatchRates,
  WatchSettingsView,
} from '@touchstone/contract'
import { recordEvent } from '../../access/audit/index.ts'
import { organisationOf, type Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError, requireVersion } from '../../platform/errors/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { mayChangeWatchSettings, mayOperateWatches, mayReadWatchSettings } from './policy.ts'
import { lockWatchesOf } from './repository.ts'
import {
  countAllWatches,
  ebayCallsToday,
  findInstallation,
  findSettings,
  lockInstallation,
  saveInstallation,
  saveSettings,
  usedToday,
  type EbayKeyRow,
} from './settings-repository.ts'
import { hasRates } from './types.ts'

type ServiceInput = { handle: Transaction; actor: Actor }

export async function readSettings({
  handle,
  actor,
}: ServiceInput): Promise<Outgoing<WatchSettingsView>> {
  if (!mayReadWatchSettings(actor))
    throw notAllowed('only members can read the settings of watches')
  const organisationId = organisationOf(actor)
  const { stopped: installationStopped, rates } = await findInstallation(handle)
  const { ebayKey, ...settings } = await findSettings(handle, organisationId)
  const callsToday = await ebayCallsToday(handle, organisationId)
  return {
    ...settings,
    ebayKey: ebayKey && {
      clientId: ebayKey.clientId,
      callsPerDay: ebayKey.callsPerDay,
      callsToday,
    },
    usedToday: await usedToday(handle, organisationId),
    rates,
    hasRates: hasRates(rates),
    installationStopped,
  }
}

type SettingsChange = {
  expectedVersion: number
  stopped: boolean
  budgetPerDay: WatchBudget | null
  /** Unchanged if absent. */
  previousMonitoring?: PreviousMonitoring | null | undefined
  /** Unchanged if absent. */
  ebayKey?: EbayKeyChange | null | undefined
}

type EbayKeyChange = { clientId: string; clientSecret?: string | undefined; callsPerDay: number }

export async function changeSettings(
  options: ServiceInput & { input: SettingsChange; sealer: Sealer },
): Promise<Outgoing<WatchSettingsView>> {
  const { handle, actor } = options
  const { expectedVersion, stopped, budgetPerDay } = options.input
  if (!mayChangeWatchSettings(actor))
    throw notAllowed('only admins can change the settings of watches')
  const organisationId = organisationOf(actor)
  await lockWatchesOf(handle, organisationId)
  const before = await findSettings(handle, organisationId)
  requireVersion('the settings of watches', before, expectedVersion)
  const { previousMonitoring = before.previousMonitoring } = options.input
  const ebayKey = ebayKeyAfter(before.ebayKey, { ...options, organisationId })
  await saveSettings(handle, organisationId, {
    version: before.version + 1,
    stopped,
    budgetPerDay,
    previousMonitoring,
    ebayKey,
  })
  await recordEvent({
    handle,
    organisationId,
    action: 'watch-settings-changed',
    subject: { kind: 'organisation', id: organisationId },
    detail: { stopped, budgetPerDay, previousMonitoring, ebayClientId: ebayKey?.clientId ?? null },
  })
  return readSettings(options)
}

/** For which the secret of an organisation’s key is sealed. */
export function ebayKeyPurpose(organisationId: string): string {
  return `ebay key ${organisationId}`
}

function ebayKeyAfter(
  before: EbayKeyRow | null,
  {
    input: { ebayKey },
    sealer,
    organisationId,
  }: { input: SettingsChange; sealer: Sealer; organisationId: string },
): EbayKeyRow | null {
  if (ebayKey === undefined) return before
  if (ebayKey === null) return null
  const { clientId, clientSecret, callsPerDay } = ebayKey
  if (clientSecret !== undefined) {
    const secret = sealer.seal(Buffer.from(clientSecret), ebayKeyPurpose(organisationId))
    return { clientId, secret, callsPerDay }
  }
  if (before?.clientId === clientId) return { ...before, callsPerDay }
  throw new AppError({
    code: 'validation-failed',
    message: 'another key of the eBay API needs its secret: state clientSecret',
    pointer: '/ebayKey/clientSecret',
  })
}

/** The state of all watches, in numbers: no organisation is named. */
export async function readInstallation(handle: Transaction, actor: Actor) {
  requireOperator(actor)
  return {
    ...(await findInstallation(handle)),
    watches: await countAllWatches(handle),
    usedToday: await usedToday(handle, undefined),
  }
}

export async function changeInstallation(
  handle: Transaction,
  actor: Actor,
  input: { expectedVersion: number; stopped: boolean; rates: WatchRates },
) {
  requireOperator(actor)
  const { expectedVersion, stopped, rates } = input
  await lockInstallation(handle)
  const before = await findInstallation(handle)
  requireVersion('the state of all watches', before, expectedVersion)
  await saveInstallation(handle, { version: before.version + 1, stopped, rates })
  await recordEvent({
    handle,
    organisationId: null,
    action: 'watches-of-installation-changed',
    subject: { kind: 'installation', id: 'watches' },
    detail: { stopped, rates },
  })
  return readInstallation(handle, actor)
}

export function requireOperator(actor: Actor): void {
  if (mayOperateWatches(actor)) return
  throw new AppError({
    code: 'operator-required',
    message:
      'this is reserved for the operator acting for no organisation: switch at /api/v1/session/organisation',
  })
}

function notAllowed(message: string): AppError {
  return new AppError({ code: 'permission-required', message })
}
