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
import type { Outgoing } from '../../platform/http/index.ts'
import { mayChangeWatchSettings, mayOperateWatches, mayReadWatchSettings } from './policy.ts'
import { lockWatchesOf } from './repository.ts'
import {
  countAllWatches,
  findInstallation,
  findSettings,
  lockInstallation,
  saveInstallation,
  saveSettings,
  usedToday,
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
  return {
    ...(await findSettings(handle, organisationId)),
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
}

export async function changeSettings(
  options: ServiceInput & { input: SettingsChange },
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
  await saveSettings(handle, organisationId, {
    version: before.version + 1,
    stopped,
    budgetPerDay,
    previousMonitoring,
  })
  await recordEvent({
    handle,
    organisationId,
    action: 'watch-settings-changed',
    subject: { kind: 'organisation', id: organisationId },
    detail: { stopped, budgetPerDay, previousMonitoring },
  })
  return readSettings(options)
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
