import type { TranslationServiceAction, TranslationServiceView } from '@touchstone/contract'
import { recordEvent } from '../../access/audit/index.ts'
import type { Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { mayAllowService } from './policy.ts'
import { deleteConsent, findConsent, insertConsent, type ConsentRow } from './repository.ts'
import type { TranslationService } from './translation-service.ts'

type ConsentInput<T> = {
  handle: Transaction
  actor: Actor
  /** The operator's; undefined if none is configured. */
  service: TranslationService | undefined
  input: T
}

type ServiceView = Omit<TranslationServiceView, 'allowed'> & {
  allowed: { at: Date; by: string } | null
}

/** Whether there is a translation service, and whether the organisation allows it. */
export async function readTranslationService({
  handle,
  actor,
  service,
}: Omit<ConsentInput<never>, 'input'>): Promise<ServiceView> {
  if (actor.kind !== 'person') throw notAllowed('only members can read this')
  return toView(service, await findConsent(handle, actor.organisationId))
}

/** Allows or disallows the service for the organisation. What was translated before remains. */
export async function setServiceConsent({
  handle,
  actor,
  service,
  input,
}: ConsentInput<TranslationServiceAction>): Promise<ServiceView> {
  if (!mayAllowService(actor)) {
    throw notAllowed('only an admin of the whole organisation can allow a translation service')
  }
  const { organisationId } = actor
  const before = await findConsent(handle, organisationId)
  if (input.type === 'allow') {
    if (service === undefined) throw notConfigured()
    if (input.name !== service.name) {
      throw new AppError({
        code: 'translation-service-changed',
        message: `the service is ${service.name}: read again what is sent to it, then allow it`,
        pointer: '/name',
      })
    }
    if (before?.service === service.name) return toView(service, before)
  }
  if (before !== undefined) await deleteConsent(handle, organisationId)
  const consent =
    input.type === 'allow' && service !== undefined
      ? await insertConsent(handle, organisationId, service.name)
      : undefined
  if (consent !== undefined || before !== undefined) {
    await recordEvent({
      handle,
      organisationId,
      action:
        input.type === 'allow' ? 'translation-service-allowed' : 'translation-service-disallowed',
      subject: { kind: 'organisation', id: organisationId },
      detail: { service: consent?.service ?? before?.service },
    })
  }
  return toView(service, consent)
}

function toView(
  service: TranslationService | undefined,
  consent: ConsentRow | undefined,
): ServiceView {
  const isFor = service !== undefined && consent?.service === service.name
  return {
    name: service?.name ?? null,
    sends: ['title', 'description'],
    allowed: isFor ? { at: consent.allowedAt, by: consent.actorId } : null,
  }
}

export function notConfigured(): AppError {
  return new AppError({
    code: 'translation-service-not-configured',
    message: 'the operator configured no translation service: set TRANSLATION_URL and its key',
  })
}

function notAllowed(message: string): AppError {
  return new AppError({ code: 'permission-required', message })
}
