import type { endpoints } from '@touchstone/contract'
import { writeCursor } from '../../src/platform/http/index.ts'

/** Everything by which a request can name what is an organisation's own. */
export type Named = {
  slug: string
  email: string
  marketplace: string
  /** Of an offer that nobody but its sender may see, and of another such one. */
  listing: string
  externalId: string
  otherExternalId: string
  idempotencyKey: string
  /** Of a file that it sent in, and of the mapping of its columns. */
  import: string
  mappingSignature: string
  decision: string
  outcome: string
  proposal: string
  translation: string
  /** In a bank of pictures. */
  reference: string
  capture: string
  proceeding: string
  message: string
  notice: string
  noticeTemplate: string
  /** A notice that it received, the code of its sender, a flagger and a record of misuse. */
  receivedNotice: string
  /** The digest of a picture that it brought. */
  receivedPicture: string
  receipt: string
  flagger: string
  misuse: string
  /** A restriction that it proposed without a notice. */
  ownRestriction: string
  /** Of a seller who was written to, what he answered, and what came of it. */
  answerLink: string
  answerToken: string
  answer: string
  answerDocument: string
  clearance: string
  proofAsk: string
  embargo: string
  accountabilityMark: string
  brand: string
  /** Claimed and not approved; before all others by name, so that it stands on no page after them. */
  spareBrand: string
  product: string
  key: string
  member: string
  invitation: string
  invitationToken: string
  session: string
  webhook: string
  event: string
  claim: string
  document: string
  auditEvent: string
  hold: string
  privacyRequest: string
  view: string
  case: string
  caseTemplate: string
  caseQueue: string
  caseFile: string
  sharedNote: string
  lot: string
  /** At hand to its admin. */
  lotOffer: string
  /** With weights. */
  fit: string
  seller: string
  /** Of a change of thresholds. */
  threshold: string
  /** When all of it was there. */
  at: string
}

/** What the caller has itself. */
export type Own = { webhook: string; claim: string }

export type Sent = {
  params?: Record<string, string>
  query?: Record<string, string>
  headers?: Record<string, string>
  body?: unknown
  /** The body as it is, of another type than JSON. */
  text?: { type: string; content: string }
  /** What an organisation that has nothing to do with it is answered. */
  status?: number
}

export type Probe = {
  /** Requests that name what is another's; they must answer as if there were none. */
  named?: (named: Named, own: Own) => Sent[]
  /** Requests that name nothing of others. */
  plain?: Sent[]
}

/** A new endpoint without a probe is no valid program. */
export type Probes = {
  [R in keyof typeof endpoints]: { [E in keyof (typeof endpoints)[R]]: Probe }
}

export const byId =
  (
    noun:
      | 'key'
      | 'member'
      | 'invitation'
      | 'session'
      | 'webhook'
      | 'claim'
      | 'hold'
      | 'proposal'
      | 'translation'
      | 'reference'
      | 'capture'
      | 'proceeding'
      | 'message'
      | 'notice'
      | 'noticeTemplate'
      | 'receivedNotice'
      | 'flagger'
      | 'misuse'
      | 'ownRestriction'
      | 'answerLink'
      | 'answer'
      | 'clearance'
      | 'proofAsk'
      | 'embargo'
      | 'accountabilityMark'
      | 'view'
      | 'case'
      | 'caseTemplate'
      | 'caseQueue'
      | 'sharedNote'
      | 'lot'
      | 'lotOffer'
      | 'fit',
    body?: unknown,
  ) =>
  (named: Named): Sent[] => [{ params: { id: named[noun] }, body, status: 404 }]

export const after = (noun: keyof Named) => (named: Named) => [
  { query: { after: writeCursor([named.at, named[noun]]) }, status: 200 },
]
