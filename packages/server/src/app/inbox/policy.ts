import type { InboxKind, OrganisationKind, PersonRole } from '@touchstone/contract'
import { isMember, seesWholeOrganisation, type Actor } from '../../access/organisations/index.ts'

export type InboxReader = Extract<Actor, { kind: 'person' }>

/** People have an inbox, and programs have webhooks. */
export function mayReadInbox(actor: Actor): actor is InboxReader {
  return isMember(actor) && actor.lacks == null
}

const reviewing: readonly PersonRole[] = ['admin', 'reviewer']
const sending: readonly PersonRole[] = ['admin', 'analyst']
const working: readonly PersonRole[] = ['admin', 'analyst', 'reviewer']
const administering: readonly PersonRole[] = ['admin']

/** The roles that can handle each kind. Auditors only read, so their inbox is empty. */
const roles: Readonly<Record<InboxKind, readonly PersonRole[]>> = {
  'received-notice': working,
  appeal: reviewing,
  'follow-up': working,
  'proof-submission': reviewing,
  deadline: working,
  'decision-approval': working,
  'notice-approval': sending,
  'link-review': working,
  'dossier-contest': sending,
  'claim-decision': administering,
  'marketplace-response': sending,
  'buyer-report': working,
  'code-alarm': working,
  'case-due': working,
  'failed-capture': sending,
  'failing-webhook': administering,
  // The operator’s alone.
  'failed-job': [],
  setup: administering,
  finding: working,
  seller: working,
}

/** Kinds that concern the whole organisation: members limited to brands do not get them. */
const ofWhole: ReadonlySet<InboxKind> = new Set([
  'buyer-report',
  'code-alarm',
  'dossier-contest',
  'failing-webhook',
  'link-review',
  'setup',
  'seller',
])

/** Kinds that only recipients of notices get. */
const ofRecipients: ReadonlySet<InboxKind> = new Set(['received-notice', 'follow-up'])

export function concerns(actor: Actor, kind: InboxKind, organisation: OrganisationKind): boolean {
  if (!mayReadInbox(actor) || !actor.roles.some((role) => roles[kind].includes(role))) return false
  if (ofWhole.has(kind) && !seesWholeOrganisation(actor)) return false
  return !ofRecipients.has(kind) || organisation === 'marketplace' || organisation === 'host'
}

export function mayMarkHandled(
  actor: Actor,
  kind: 'marketplace-response' | 'failed-capture',
): actor is InboxReader {
  return mayReadInbox(actor) && actor.roles.some((role) => roles[kind].includes(role))
}

/** Who prepares an organisation: adds brands, claims them, imports listings. */
export function maySetUp(actor: Actor): actor is InboxReader {
  return (
    mayReadInbox(actor) &&
    seesWholeOrganisation(actor) &&
    actor.roles.some((role) => sending.includes(role))
  )
}
