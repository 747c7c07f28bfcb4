import type {
  RegisterExtractInput,
  NoticeSettings,
  NoticeTemplateView,
  RegisterExtractView,
  SignatoryView,
} from '@touchstone/contract'
import { accusingWords } from '@touchstone/jurisdiction'
import { recordEvent, type AuditAction } from '../../access/audit/index.ts'
import { checkDocument, type CheckedContent } from '../../platform/documents/index.ts'
import type { Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError, type ErrorCode } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import {
  extractsOf,
  findOwnClaim,
  insertExtract,
  insertTemplate,
  isMemberOf,
  upsertSettings,
  upsertSignatory,
  markTemplateRetired,
  settingsOf,
  signatoriesOf,
  templatesOf,
  type NoticeTemplateRow,
} from './settings-repository.ts'
import { defaultNoticeSettings } from './types.ts'
import { mayReadNotices, mayConfigureNotices } from './policy.ts'
import { templateFaults } from './notice-template.ts'

type ServiceInput<T> = { handle: Transaction; actor: Actor; input: T }
type Person = Extract<Actor, { kind: 'person' }>

export async function listExtracts(
  options: Omit<ServiceInput<never>, 'input'>,
): Promise<Outgoing<RegisterExtractView>[]> {
  return extractsOf(options.handle, requireReader(options.actor).organisationId)
}

export type CheckedExtract = RegisterExtractInput & { file: CheckedContent }

/** Checks an extract's file before a transaction opens: reading a document can take seconds. */
export async function checkExtract(
  input: RegisterExtractInput,
  holder: string,
): Promise<CheckedExtract> {
  return { ...input, file: await checkDocument(input, '/content', { holder }) }
}

/** Stores an extract for an own approved claim: a holder's mere declaration is no proof. */
export async function addExtract(
  options: ServiceInput<CheckedExtract>,
): Promise<Outgoing<RegisterExtractView>> {
  const { handle, input } = options
  const { organisationId } = requireConfigurer(options.actor)
  const claim = await findOwnClaim(handle, organisationId, input.claim)
  if (claim === undefined) {
    const message = `there is no claim ${input.claim}`
    throw new AppError({ code: 'not-found', message, pointer: '/claim' })
  }
  if (claim.work !== null) {
    const message = 'the claim is to a work, which no register lists: its proof came with the claim'
    throw new AppError({ code: 'register-entry-required', message, pointer: '/claim' })
  }
  if (claim.state !== 'approved') {
    const message = `the claim is ${claim.state}: extracts can be added to approved claims only`
    throw new AppError({ code: 'claim-not-approved', message, pointer: '/claim' })
  }
  if (input.validUntil !== null && input.validUntil < input.validFrom) {
    const message = `/validUntil is ${input.validUntil}, before /validFrom`
    throw new AppError({ code: 'period-invalid', message, pointer: '/validUntil' })
  }
  const { content, sha256 } = input.file
  const id = await insertExtract(handle, organisationId, { ...input, content, sha256 })
  await record(handle, organisationId, 'register-extract-added', { kind: 'claim', id: claim.id })
  const [extract] = await extractsOf(handle, organisationId, id)
  if (extract === undefined) throw new Error(`extract ${id} does not exist`)
  return extract
}

export async function listSignatories(
  options: Omit<ServiceInput<never>, 'input'>,
): Promise<SignatoryView[]> {
  return signatoriesOf(options.handle, requireReader(options.actor).organisationId)
}

export async function setSignatory(
  options: ServiceInput<{ id: string; authorised: boolean; until: string | null }>,
): Promise<SignatoryView> {
  const { handle, input } = options
  const { organisationId } = requireConfigurer(options.actor)
  const { id: person, authorised, until } = input
  if (!(await isMemberOf(handle, organisationId, person))) {
    const message = `there is no member ${person}`
    throw new AppError({ code: 'not-found', message, pointer: '/id' })
  }
  await upsertSignatory(handle, organisationId, { person, authorised, until })
  await record(handle, organisationId, 'signatory-set', { kind: 'person', id: person })
  const [kept] = await signatoriesOf(handle, organisationId, person)
  if (kept === undefined) throw new Error(`signatory ${person} does not exist`)
  return kept
}

export async function readSettings(
  options: Omit<ServiceInput<never>, 'input'>,
): Promise<NoticeSettings> {
  const { organisationId } = requireReader(options.actor)
  return (await settingsOf(options.handle, organisationId)) ?? defaultNoticeSettings
}

export async function setSettings(options: ServiceInput<NoticeSettings>): Promise<NoticeSettings> {
  const { organisationId } = requireConfigurer(options.actor)
  await upsertSettings(options.handle, organisationId, options.input)
  const subject = { kind: 'organisation', id: organisationId } as const
  await record(options.handle, organisationId, 'notice-settings-changed', subject)
  return options.input
}

export async function listTemplates(
  options: Omit<ServiceInput<never>, 'input'>,
): Promise<Outgoing<NoticeTemplateView>[]> {
  return templatesOf(options.handle, requireReader(options.actor).organisationId)
}

/** Stores a template with known placeholders only, and without judgements. */
export async function addTemplate(
  options: ServiceInput<Omit<NoticeTemplateRow, 'id' | 'addedAt'>>,
): Promise<Outgoing<NoticeTemplateView>> {
  const { handle, input } = options
  const { organisationId } = requireConfigurer(options.actor)
  for (const field of ['subject', 'body'] as const) {
    const faults = templateFaults(input[field])
    const words = accusingWords(input[field]).map(
      (one) => `“${one}” passes judgement: state the facts.`,
    )
    if (faults.length + words.length === 0) continue
    const message = [...faults, ...words].join(' ')
    throw new AppError({ code: 'template-invalid', message, pointer: `/${field}` })
  }
  const id = await insertTemplate(handle, organisationId, input)
  await record(handle, organisationId, 'notice-template-added', { kind: 'notice-template', id })
  const [noticeTemplate] = await templatesOf(handle, organisationId, id)
  if (noticeTemplate === undefined) throw new Error(`template ${id} does not exist`)
  return noticeTemplate
}

export async function retireTemplate(options: ServiceInput<{ id: string }>): Promise<void> {
  const { handle, input } = options
  const { organisationId } = requireConfigurer(options.actor)
  const { id } = input
  const [noticeTemplate] = await templatesOf(handle, organisationId, id)
  if (noticeTemplate === undefined || !(await markTemplateRetired(handle, id))) {
    const message = `there is no template ${id}`
    throw new AppError({ code: 'not-found', message, pointer: '/id' })
  }
  await record(handle, organisationId, 'notice-template-retired', { kind: 'notice-template', id })
}

async function record(
  handle: Transaction,
  organisationId: string,
  action: AuditAction,
  subject: Parameters<typeof recordEvent>[0]['subject'],
): Promise<void> {
  await recordEvent({ handle, organisationId, action, subject })
}

export function requireReader(actor: Actor): Person {
  if (mayReadNotices(actor)) return actor
  throw notAllowed('only members can read notices')
}

export function requireConfigurer(actor: Actor): Person {
  if (mayConfigureNotices(actor)) return actor
  throw notAllowed('only admins can change rights, signatories, templates and settings of notices')
}

export function notAllowed(message: string, code: ErrorCode = 'permission-required'): AppError {
  return new AppError({ code, message })
}
