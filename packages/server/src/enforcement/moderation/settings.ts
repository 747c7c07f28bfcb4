import { randomUUID } from 'node:crypto'
import {
  TrustedFlaggerInput,
  ModerationSettingsInput,
  type ModerationAction,
} from '@touchstone/contract'
import { draftedWords, dutiesOn, settingFaults, shippedRules } from '@touchstone/jurisdiction'
import type { z } from 'zod'
import { recordEvent } from '../../access/audit/index.ts'
import { applyTransitions, openProceeding, loadProceeding } from '../proceedings/index.ts'
import { findOrganisationById, type Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError, type ErrorCode, parseInput } from '../../platform/errors/index.ts'
import { closeNoticeForm, openNoticeForm } from './notice-forms-repository.ts'
import { findSettings, insertSettings, type ModerationSettingsRow } from './settings-repository.ts'
import { flaggersOf, upsertFlagger, type FlaggerRow } from './trusted-flaggers-repository.ts'
import { regimeId, todayUnder } from './types.ts'
import { mayManageModeration, mayModerate, mayProcessNotices, mayReadNotices } from './policy.ts'

type ServiceInput<T> = { handle: Transaction; actor: Actor; input: T; now: Date }
type Person = Extract<Actor, { kind: 'person' }>
type Member = Exclude<Actor, { kind: 'operator' }>
/** Kinds of organisations that receive notices. */
const receiving = ['marketplace', 'host'] as const

export const moderationRules = shippedRules(regimeId)

export function notAllowed(message: string, code: ErrorCode = 'permission-required'): AppError {
  return new AppError({ code, message })
}

export function requireReader(actor: Actor): Member {
  if (mayReadNotices(actor)) return actor
  throw notAllowed('only members and keys with a scope for moderation can read notices')
}

/** The actor for this action: people decide, keys record events. */
export function requireActor(actor: Actor, { type }: ModerationAction): Member {
  if (!recordsOnly.has(type)) return requireModerator(actor)
  if (mayProcessNotices(actor)) return actor
  throw notAllowed(
    'only admins, analysts, reviewers and keys with moderation:write can process notices',
  )
}

/** Actions that record events elsewhere and decide nothing. */
const recordsOnly: ReadonlySet<ModerationAction['type']> = new Set<ModerationAction['type']>([
  'match',
  'start-review',
  'request-information',
  'record-response',
  'record-notifier-informed',
  'record-complainant-informed',
  'record-filing',
  'record-filing-rejection',
  'queue-correction',
  'record-referral',
  'engage-in-dispute',
  'record-dispute-extension',
  'record-dispute-decision',
  'record-dispute-closure',
  'select-buyers',
  'record-buyers-informed',
  'record-publication',
])

export function requireModerator(actor: Actor): Person {
  if (mayModerate(actor)) return actor
  throw notAllowed('only admins, analysts and reviewers can decide on notices')
}

export function requireAdmin(actor: Actor): Person {
  if (mayManageModeration(actor)) return actor
  throw notAllowed('only an admin of the organisation can do this')
}

/** The settings for display: with every duty, whether it applies today, and why. */
function shownSettings(moderationSettings: ModerationSettingsRow, now: Date) {
  const duties = dutiesOn(
    moderationRules.regime,
    moderationSettings.profile,
    todayUnder(moderationRules, now),
  )
  return {
    ...moderationSettings,
    duties: duties.map(({ duty, applies, explanation, reason, until = null }) => ({
      duty: duty.id,
      title: duty.title,
      articles: duty.articles,
      applies,
      explanation,
      reason,
      until,
    })),
  }
}

export async function readSettings({ handle, actor, now }: ServiceInput<object>) {
  const moderationSettings = await findSettings(handle, requireReader(actor).organisationId)
  return {
    current: moderationSettings === undefined ? null : shownSettings(moderationSettings, now),
  }
}

/** Changes settings from now on; proceedings continue under the settings they started with. */
export async function setModerationSettings({ handle, actor, input, now }: ServiceInput<unknown>) {
  const { organisationId } = requireAdmin(actor)
  const organisation = await findOrganisationById(handle, organisationId)
  if (organisation === undefined || !(receiving as readonly string[]).includes(organisation.kind)) {
    throw notAllowed(
      'only marketplaces and hosts receive notices',
      'organisation-kind-not-permitted',
    )
  }
  const settingsInput = parseInput(ModerationSettingsInput, input)
  if (
    settingsInput.profile.sizeClass !== 'other' &&
    settingsInput.profile.sizeLostOn !== undefined
  ) {
    const message = 'only a platform that is no longer micro or small can have lost that status'
    throw new AppError({ code: 'size-status-invalid', message, pointer: '/profile/sizeLostOn' })
  }
  const faults = settingFaults(moderationRules.regime, settingsInput.settings)
  if (faults.length > 0) {
    throw new AppError({
      code: 'settings-invalid',
      message: faults.join(' '),
      pointer: '/settings',
    })
  }
  const before = await findSettings(handle, organisationId)
  const version = (before?.version ?? 0) + 1
  await insertSettings(handle, organisationId, { ...settingsInput, version })
  if (settingsInput.door === 'open') {
    const { slug } = organisation
    await openNoticeForm(handle, { organisationId, slug, name: settingsInput.texts.platform })
  } else await closeNoticeForm(handle, organisationId)
  await recordEvent({
    handle,
    organisationId,
    action: 'moderation-settings-changed',
    subject: { kind: 'organisation', id: organisationId },
    detail: {
      version,
      door: settingsInput.door,
      tier: settingsInput.profile.tier,
      size: settingsInput.profile.sizeClass,
    },
  })
  const moderationSettings = await findSettings(handle, organisationId)
  if (moderationSettings === undefined)
    throw new AppError({ code: 'internal', message: 'settings were lost' })
  return shownSettings(moderationSettings, now)
}

/** The settings in force; a platform that never stated its size gets every duty, the strictest profile. */
export async function settingsFor(
  handle: Transaction,
  organisationId: string,
): Promise<ModerationSettingsInput> {
  const moderationSettings = await findSettings(handle, organisationId)
  if (moderationSettings !== undefined) return moderationSettings
  const organisation = await findOrganisationById(handle, organisationId)
  if (organisation === undefined || !(receiving as readonly string[]).includes(organisation.kind)) {
    const message = 'no marketplace under this name receives notices'
    throw new AppError({ code: 'not-found', message })
  }
  const platform = organisation.name
  return {
    profile: { tier: 'marketplace', sizeClass: 'other' },
    settings: {},
    door: 'closed',
    texts: {
      platform,
      complaints: draftedWords('statement.redress.reply', { platform }),
      bodies: draftedWords('statement.redress.certified'),
      court: draftedWords('statement.redress.courts'),
      territory: ['DE'],
    },
    sellerLink: { send: true, days: 184, locale: 'en' },
  }
}

export type FlaggerView = Omit<FlaggerRow, 'organisationId' | 'proceedingId'> & {
  reports: number
}

export async function listFlaggers({ handle, actor }: Omit<ServiceInput<object>, 'input' | 'now'>) {
  const { organisationId } = requireReader(actor)
  const flaggers = await flaggersOf(handle, organisationId)
  const items: FlaggerView[] = []
  for (const one of flaggers) items.push(await shownFlagger(handle, one))
  return { items }
}

/** The number of misuse reports is in its proceeding only. */
async function shownFlagger(handle: Transaction, flagger: FlaggerRow): Promise<FlaggerView> {
  const { proceedingId, organisationId, ...shown } = flagger
  if (proceedingId === null) return { ...shown, reports: 0 }
  const { state } = await loadProceeding({ handle, organisationId, input: { id: proceedingId } })
  const path = state.instances['flagger']?.path ?? []
  return { ...shown, reports: path.filter(({ action }) => action === 'report').length }
}

/**
 * Adopts an entry from a list. Platforms cannot award or revoke the status: for a trusted flagger, only that day's
 * list is recorded, with its source, and each change as the coordinator's action.
 */
export async function putFlagger(options: ServiceInput<z.input<typeof TrustedFlaggerInput>>) {
  const { handle, actor, now } = options
  const { organisationId } = requireAdmin(actor)
  const { member = null, ...input } = parseInput(TrustedFlaggerInput, options.input)
  const known = (await flaggersOf(handle, organisationId)).find(
    ({ name, notifierType }) => name === input.name && notifierType === input.notifierType,
  )
  if (
    known?.notifierType === 'trusted-flagger' &&
    known.status === 'revoked' &&
    input.status !== 'revoked'
  ) {
    const message = `the status of ${input.name} was revoked; a new award is a separate entry: use the name under which it is listed now`
    throw new AppError({ code: 'trusted-flagger-revoked', message, pointer: '/status' })
  }
  const id = known?.id ?? randomUUID()
  const proceedingId =
    input.notifierType === 'programme-member'
      ? null
      : await followList({ handle, organisationId, known, input, now })
  const flagger: FlaggerRow = { ...input, id, organisationId, member, proceedingId }
  await upsertFlagger(handle, flagger, known === undefined)
  await recordEvent({
    handle,
    organisationId,
    action: 'flagger-listed',
    subject: { kind: 'flagger', id },
    detail: {
      status: flagger.status,
      notifierType: flagger.notifierType,
      listedOn: flagger.listedOn,
    },
  })
  return shownFlagger(handle, flagger)
}

const importer = 'coordinator'
const moves: Record<string, Record<string, string>> = {
  active: { suspended: 'suspend', revoked: 'revoke' },
  suspended: { active: 'reinstate', revoked: 'revoke' },
  revoked: {},
}

async function followList(options: {
  handle: Transaction
  organisationId: string
  known: FlaggerRow | undefined
  input: Omit<z.output<typeof TrustedFlaggerInput>, 'member'>
  now: Date
}): Promise<string> {
  const { handle, organisationId, known, input, now } = options
  let id = known?.proceedingId ?? undefined
  let from = known?.status ?? 'active'
  if (id === undefined) {
    const { profile, settings } = await settingsFor(handle, organisationId)
    const title = `Trusted flagger as listed on ${input.listedOn}`
    const begun = { title, regime: regimeId, profile, settings, managedBy: 'moderation' }
    id = (await openProceeding({ handle, organisationId, input: begun })).id
    from = 'active'
    const fields = { flagger: input.name, awardedBy: input.awardedBy, area: input.areas }
    await applyTransitions({
      handle,
      organisationId,
      input: {
        id,
        now,
        actions: [
          {
            type: 'open',
            id: 'flagger',
            workflow: moderationRules.workflowOf('trusted-flagger'),
            role: importer,
            fields,
          },
        ],
      },
    })
  }
  const transition = moves[from]?.[input.status]
  if (transition !== undefined) {
    await applyTransitions({
      handle,
      organisationId,
      input: {
        id,
        now,
        actions: [{ type: 'transition', id: 'flagger', transition, role: importer, fields: {} }],
      },
    })
  }
  return id
}

/** Records a misuse report to the coordinator (Art. 22(6) DSA); the listed status stays unchanged. */
export async function reportFlaggerMisuse(
  options: ServiceInput<{ id: string; explanation: string; unfounded: number }>,
) {
  const { handle, actor, now, input } = options
  const person = requireModerator(actor)
  const { organisationId } = person
  const known = (await flaggersOf(handle, organisationId)).find(({ id }) => id === input.id)
  if (known === undefined || known.proceedingId === null) {
    const message = `there is no trusted flagger ${input.id}`
    throw new AppError({ code: 'not-found', message, pointer: '/id' })
  }
  const { explanation, unfounded } = input
  await applyTransitions({
    handle,
    organisationId,
    input: {
      id: known.proceedingId,
      now,
      person: person.id,
      actions: [
        {
          type: 'transition',
          id: 'flagger',
          transition: 'report',
          role: 'moderator',
          fields: { explanation, unfounded },
        },
      ],
    },
  })
  await recordEvent({
    handle,
    organisationId,
    action: 'flagger-reported',
    subject: { kind: 'flagger', id: known.id },
    detail: { unfounded },
  })
  return shownFlagger(handle, known)
}
