import { z } from 'zod'
import { Email } from '../access/user.ts'
import { action, plainActionInput } from '../api/action.ts'
import { bodyLimits, EmptyView, endpoint } from '../api/endpoint.ts'
import { sellerLanguages } from './appeal-endpoints.ts'

/** Whether a seller gets emails when something changes on their page. */
export const emailUpdatesStates = ['unavailable', 'off', 'unconfirmed', 'on'] as const

export const EmailUpdatesView = z
  .object({
    state: z.enum(emailUpdatesStates).meta({
      description: '`unavailable`: this installation sends no email to sellers.',
    }),
    email: z.string().nullable().meta({ description: 'The address that the seller left.' }),
  })
  .meta({ id: 'EmailUpdatesView' })
export type EmailUpdatesView = z.infer<typeof EmailUpdatesView>

const Token = z.string().min(1).max(200).meta({ description: 'The token from the email.' })

export const EmailUpdatesAction = z
  .discriminatedUnion('type', [
    action('confirm', { token: Token }),
    action('remove', { token: Token }),
  ])
  .meta({ id: 'EmailUpdatesAction' })
export type EmailUpdatesAction = z.infer<typeof EmailUpdatesAction>

const OfLink = z.strictObject({ link: z.uuid() })
const path = '/api/v1/seller/appeal-links/:link/email-updates'

/** Email updates for sellers: called from the seller’s page, and with the token of an email. */
export const emailUpdatesEndpoints = {
  readEmailUpdates: endpoint({
    method: 'GET',
    path,
    summary: 'Retrieve the email address that the seller left on their page',
    access: 'open',
    params: OfLink,
    response: EmailUpdatesView,
  }),
  requestEmailUpdates: endpoint({
    method: 'PUT',
    path,
    summary: 'Leave an email address for updates, and send it an email to confirm it',
    description:
      'Replaces an earlier address. A link and an address each get a few emails a day: beyond that, a link is refused with `email-updates-rate-exceeded`, and an address gets no further email.',
    access: 'open',
    bodyLimit: bodyLimits.credentials,
    params: OfLink,
    body: z.strictObject({
      email: Email,
      locale: z.enum(sellerLanguages).meta({ description: 'Language of the emails.' }),
    }),
    response: EmailUpdatesView,
  }),
  removeEmailUpdates: endpoint({
    method: 'DELETE',
    path,
    summary: 'Remove the email address that the seller left on their page',
    access: 'open',
    params: OfLink,
    response: EmailUpdatesView,
  }),
  actOnEmailUpdates: endpoint({
    method: 'POST',
    path: '/api/v1/seller/email-updates/actions',
    summary: 'Confirm or remove an email address with the token of an email to it',
    access: 'open',
    bodyLimit: bodyLimits.credentials,
    body: plainActionInput('EmailUpdatesActionInput', EmailUpdatesAction),
    response: EmptyView,
  }),
}
