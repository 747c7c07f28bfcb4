import type {
  NoticeContentView,
  ModerationSettingsInput,
  StatementOfReasons,
} from '@touchstone/contract'
import { defaultRegime } from '@touchstone/jurisdiction'
import { listingTitle, parties } from './parties.ts'

/** Texts of the rehearsal's notice, statement and letters: facts without judgement. */
export function rehearsalNotice(options: {
  claim: string
  listing: string
  capture: string
  signatory: string
}): NoticeContentView {
  const { claim, listing, capture, signatory } = options
  return {
    regime: defaultRegime,
    ground: 'counterfeit',
    claim,
    signatory,
    goodFaith: true,
    items: [
      {
        listing,
        capture,
        reasons: `The title says “${listingTitle}” and the description says “replica 1:1”. The sandal in the picture bears the name VELMORAQ. Velmoraq Rights does not make this model and did not license it.`,
        evidence: [{ kind: 'never-made', statement: 'This model is not in the brand’s catalog.' }],
      },
    ],
    territory: ['DE'],
    classes: [25],
    contact: parties.brand.email,
    language: 'en',
    recipients: [
      { by: 'inside', organisation: parties.platform.slug },
      { by: 'email', to: parties.platform.email },
    ],
  }
}

export const platformSettings: ModerationSettingsInput = {
  profile: { tier: 'marketplace', sizeClass: 'other' },
  settings: {},
  door: 'closed',
  texts: {
    platform: parties.platform.name,
    complaints: 'https://pasar.example/complaints',
    bodies: 'Any certified out-of-court dispute settlement body on the Commission’s list.',
    court: 'The courts of your seat, at any time.',
    territory: ['DE', 'FR', 'NL'],
  },
  sellerLink: { send: true, days: 184, locale: 'en' },
}

export function registerExtract(on: string): Record<string, unknown> {
  return {
    office: 'EM',
    number: '018000001',
    mark: 'VELMORAQ',
    classes: ['25'],
    holder: parties.brand.name,
    status: 'registered',
    readOn: on,
    note: 'Invented for a rehearsal.',
  }
}

/** A person's additions to the draft: judgement and measures. */
export function completeStatement(draft: Record<string, unknown>): StatementOfReasons {
  return {
    ...draft,
    measures: [{ measure: 'disable' }],
    account: 'business',
    ground: {
      kind: 'illegal',
      legalGround: 'Regulation (EU) 2017/1001, Article 9(2)(a)',
      why: 'The sign is identical to the registered mark and used on footwear, and the holder of the mark did not consent to goods that the listing itself calls replicas.',
    },
  } as StatementOfReasons
}

export const invoice = {
  title: 'Invoice 2024-118',
  paragraphs: [
    `Sold to: ${parties.seller.name}`,
    'Sold by: Grosshandel Am Kanal (invented)',
    'Date: 2024-03-04',
    '40 pairs of sandals, without a name, brown, 4.10 EUR each',
    'Total: 164.00 EUR',
  ],
}

export const appealReasons =
  'I bought these sandals from a wholesaler and attach the invoice. I did not know that the name is protected.'

export const complaintReasons =
  'The invoice shows 40 pairs of sandals without a name. The listing shows a sandal with the name VELMORAQ. It does not show that the goods offered came from the holder of the mark or with its consent.'

export const summaryForNotifier =
  'The seller submitted a proof of purchase. It does not show that the goods offered came from the holder of the mark or with its consent.'
