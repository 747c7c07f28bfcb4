import type { Notice, StatementOfReasons } from '@touchstone/contract'
import type { OwnRight } from '@touchstone/jurisdiction'
import { offerTitle, parties } from './parties.ts'

/** What the notice, the statement and the letters of the rehearsal say: facts, and no verdict. */
export function noticeOn(url: string): Notice {
  return {
    items: [
      {
        urls: [url],
        identifiers: ['item-4711'],
        reasons: `The title says “${offerTitle}” and the description says “replica 1:1”. The sandal shown bears the name VELMORAQ. Velmoraq Rights makes no such model and gave no licence for it.`,
      },
    ],
    name: parties.brand.name,
    email: parties.brand.email,
    goodFaith: true,
    ground: 'counterfeit',
    right: { number: '018000001', office: 'EM', classes: ['25'], holder: parties.brand.name },
    language: 'en',
  }
}

export function rightWith(extract: { on: string; sha256: string }): OwnRight {
  return {
    name: 'VELMORAQ (EU trade mark 018000001)',
    kind: 'trade-mark',
    territory: ['DE', 'FR', 'NL'],
    goods: ['25'],
    validFrom: '2019-03-01',
    extract,
  }
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

export function statementOn(asked: {
  puid: string
  today: string
  complainUntil: string
}): StatementOfReasons {
  return {
    puid: asked.puid,
    platform: parties.platform.name,
    subject: 'your offer item-4711',
    content: { types: ['product'], postedOn: asked.today, language: 'en' },
    measures: [{ measure: 'disable' }],
    account: 'business',
    territory: ['DE', 'FR', 'NL'],
    startsOn: asked.today,
    facts:
      'The title of the offer says “KW super” and “same as original”, the description says “replica 1:1”. The sandal shown bears a name that is a registered trade mark for footwear.',
    source: 'notice',
    automatedDetection: false,
    automatedDecision: 'not',
    ground: {
      kind: 'illegal',
      legalGround: 'Regulation (EU) 2017/1001, Article 9(2)(a)',
      why: 'The sign is the registered mark, it stands on footwear, and the holder of the mark gave no consent to goods that the offer itself calls a replica.',
    },
    category: 'STATEMENT_CATEGORY_INTELLECTUAL_PROPERTY_INFRINGEMENTS',
    furtherCategories: [],
    keywords: ['KEYWORD_TRADEMARK_INFRINGEMENT'],
    redress: {
      complaint: { where: 'https://pasar.example/complaints', until: asked.complainUntil },
      bodies: 'Any certified out-of-court dispute settlement body on the list of the Commission.',
      court: 'The courts of your seat, at any time.',
    },
  }
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

export const answerOfSeller =
  'I bought these sandals from a wholesaler and attach the invoice. I did not know that the name is protected.'

export const complaintReasons =
  'The invoice shows 40 pairs of sandals without a name. The offer shows a sandal with the name VELMORAQ. It does not show that the goods offered came from the holder of the mark or with its consent.'
