import { OrganisationInput } from '@touchstone/contract'
import { z } from 'zod'
import { recordEvent } from '../audit/index.ts'
import { setApprover } from '../../brands/claims/index.ts'
import { createOrganisation, type Actor } from '../organisations/index.ts'
import { bindMarketplaces } from '../marketplace-bindings/index.ts'
import { inviteToOrganisation, type Invitation } from '../users/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError, parseInput } from '../../platform/errors/index.ts'
import {
  hostOf,
  maxReplayed,
  outboxState,
  requeueFailed,
  webhookStates,
} from '../../messaging/webhooks/index.ts'
import type { OrganisationOverview, OrganisationRetention } from './types.ts'
import { mayInviteFirstMember, mayAdministerInstallation } from './policy.ts'
import {
  findOrganisationOverview,
  pageOfOrganisations,
  pageOfRetention,
  type PageQuery,
} from './repository.ts'

/** An operator's transaction; `by` is the requesting user, named in the log. */
type ServiceInput<T> = { handle: Transaction; by: Actor; input: T }

export async function listOrganisations(
  options: ServiceInput<PageQuery>,
): Promise<OrganisationOverview[]> {
  requireInstallationAdmin(options.by)
  return pageOfOrganisations(options.handle, options.input)
}

/** Adds an organisation, like the operator's command. */
export async function addOrganisation(
  options: ServiceInput<unknown>,
): Promise<OrganisationOverview> {
  requireInstallationAdmin(options.by)
  const { handle, by } = options
  const input = parseInput(OrganisationInput, options.input)
  await createOrganisation({ handle, actor: { kind: 'operator', id: by.id }, input })
  return installedAt(handle, input.slug)
}

/** Invites the first admin of an organisation, who then invites others. */
export async function inviteFirstMember(
  options: ServiceInput<{ slug: string; email: string; now: number }>,
): Promise<{ invitation: Invitation; token: string }> {
  requireInstallationAdmin(options.by)
  const { handle, by } = options
  const { slug, email, now } = options.input
  const organisation = await installedAt(handle, slug)
  if (!mayInviteFirstMember(by, organisation)) {
    throw new AppError({
      code: 'organisation-has-users',
      message: `${slug} already has users: its admins invite others`,
      pointer: '/slug',
    })
  }
  const input = { organisation: slug, email, roles: ['admin'] }
  return inviteToOrganisation({ handle, actor: { kind: 'operator', id: by.id }, input, now })
}

/** Allows or forbids an organisation's admins to decide on claims. */
export async function setClaimApprover(
  options: ServiceInput<{ slug: string; named: boolean }>,
): Promise<void> {
  requireInstallationAdmin(options.by)
  const { handle, by, input } = options
  await setApprover({
    handle,
    actor: { kind: 'operator', id: by.id },
    input: { organisation: input.slug, named: input.named },
  })
}

/** Confirms which marketplaces an organisation answers for. */
export async function confirmMarketplaces(
  options: ServiceInput<{ slug: string; marketplaces: readonly string[] }>,
): Promise<string[]> {
  requireInstallationAdmin(options.by)
  const { handle, by, input } = options
  return bindMarketplaces({
    handle,
    actor: { kind: 'operator', id: by.id },
    input: { organisation: input.slug, marketplaces: input.marketplaces },
  })
}

/** Pending events, and only the host of each webhook: the rest of its address may be a secret. */
export async function readEventOutbox({ handle, by }: Omit<ServiceInput<unknown>, 'input'>) {
  requireInstallationAdmin(by)
  const state = await outboxState(handle)
  const webhooks = await webhookStates(handle)
  return {
    ...state,
    webhooks: webhooks.map(({ organisationId: _whose, url, ...webhook }) => ({
      ...webhook,
      host: hostOf(url),
    })),
  }
}

/** Resends failed deliveries of a webhook to its current address. */
export async function retryFailedDeliveries(
  options: ServiceInput<{ id: string }>,
): Promise<{ resent: number }> {
  requireInstallationAdmin(options.by)
  const { handle, input } = options
  const isThere = z.uuid().safeParse(input.id).success
  const requeued = isThere ? await requeueFailed(handle, input.id, maxReplayed) : undefined
  if (requeued === undefined) throw notFound(`there is no webhook ${input.id}`, '/id')
  const { organisationId, resent } = requeued
  await recordEvent({
    handle,
    organisationId,
    action: 'webhook-resent',
    subject: { kind: 'webhook', id: input.id },
    detail: { events: resent },
  })
  return { resent }
}

export async function listRetention(
  options: ServiceInput<PageQuery>,
): Promise<OrganisationRetention[]> {
  requireInstallationAdmin(options.by)
  return pageOfRetention(options.handle, options.input)
}

async function installedAt(handle: Transaction, slug: string): Promise<OrganisationOverview> {
  const overview = await findOrganisationOverview(handle, slug)
  if (overview !== undefined) return overview
  throw notFound(`there is no organisation ${slug}`, '/slug')
}

export function requireInstallationAdmin(actor: Actor): void {
  if (mayAdministerInstallation(actor)) return
  throw new AppError({
    code: 'operator-required',
    message:
      'this is reserved for the operator acting for no organisation: switch at /api/v1/session/organisation',
  })
}

export function notFound(message: string, pointer: string): AppError {
  return new AppError({ code: 'not-found', message, pointer })
}
