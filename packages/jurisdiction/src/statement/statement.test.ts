import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { measures, sellerLanguages, StatementOfReasons } from '@touchstone/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Profile } from '../regime/index.ts'
import { shippedRules } from '../regimes/index.ts'
import { statementTextIn } from '../locales/index.ts'
import {
  accusingWords,
  batchFaults,
  transparencyRecord,
  TransparencyRecord,
  enumerations,
  isEan13,
  isReason,
  transparencyRecordFaults,
  personalTraces,
  reversalText,
  statementFaults,
  statementText,
} from './index.ts'

const folder = join(resolve(process.env['TOUCHSTONE_DATA'] ?? '../shared/data'), 'std/dsa')
const published = existsSync(join(folder, 'statements.json'))
const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8'))

const statement = StatementOfReasons.parse({
  puid: 'sor-7f3a90c2',
  platform: 'Market of the tests',
  subject: 'your offer 4711',
  content: {
    types: ['product', 'image'],
    postedOn: '2026-10-01',
    language: 'de',
    ean: '4006381333931',
  },
  measures: [{ measure: 'remove' }, { measure: 'hold-funds', endsOn: '2026-12-31' }],
  account: 'business',
  territory: ['DE', 'AT'],
  startsOn: '2026-11-25',
  facts: 'The title names model Z9. The holder of the mark states that it never made a model Z9.',
  source: 'notice',
  automatedDetection: true,
  automatedDecision: 'partly',
  ground: {
    kind: 'illegal',
    legalGround: 'Regulation (EU) 2017/1001, Art. 9(2)(a)',
    why: 'A sign identical with the mark is used for identical goods without consent.',
  },
  keywords: ['KEYWORD_TRADEMARK_INFRINGEMENT'],
  redress: {
    complaint: { where: 'https://market.example/complaints', until: '2027-05-25' },
    bodies: 'https://market.example/bodies',
    court: 'The courts at your place of business.',
  },
})
const rules = shippedRules('eu-dsa')
const context = {
  rules,
  profile: { tier: 'marketplace', sizeClass: 'other' } as Profile,
  at: '2026-11-25T10:00:00Z',
}
const record = transparencyRecord(statement)
const fieldsOf = (value: unknown, known?: string[]): string[] =>
  transparencyRecordFaults(value, known).map(({ field }) => field)

describe('a statement of reasons', () => {
  it('can be sent, and its record be filed', () => {
    expect(statementFaults(statement, context)).toEqual([])
    expect(record).toMatchObject({
      decision_visibility: ['DECISION_VISIBILITY_CONTENT_REMOVED'],
      decision_monetary: 'DECISION_MONETARY_SUSPENSION',
      end_date_monetary_restriction: '2026-12-31',
      decision_ground: 'DECISION_GROUND_ILLEGAL_CONTENT',
      content_type: ['CONTENT_TYPE_PRODUCT', 'CONTENT_TYPE_IMAGE'],
      territorial_scope: ['AT', 'DE'],
      content_language: 'DE',
      source_type: 'SOURCE_ARTICLE_16',
      automated_detection: 'Yes',
      content_id: { 'EAN-13': '4006381333931' },
    })
    expect(record).not.toHaveProperty('end_date_visibility_restriction')
  })

  it('states in words everything that Art. 17(3) requires', () => {
    const text = statementText(statement)
    for (const part of [
      'your offer 4711',
      'Effective 2026-11-25: it is removed from view. No end date is set.',
      'Effective 2026-11-25 until 2026-12-31: payments for it are withheld.',
      'It applies in AT, DE.',
      'never made a model Z9',
      'A notice under Article 16',
      'The content was detected by automated means.',
      'A person made the decision with the help of automated means.',
      'Regulation (EU) 2017/1001, Art. 9(2)(a)',
      'Why: A sign identical',
      'until 2027-05-25: https://market.example/complaints',
      'out-of-court dispute settlement body',
      'The courts at your place',
    ]) {
      expect(text).toContain(part)
    }
    expect(text).not.toContain('notifier')
    const named = {
      ...statement,
      notifier: { name: 'Brand House', necessity: 'the mark is theirs alone.' },
    }
    expect(statementText(named)).toContain(
      'came from Brand House. We name the notifier because the mark',
    )
  })

  it('is written in every language of sellers, above the English text that counts until it is reviewed', () => {
    const english = statementText(statement)
    const notifier = { name: 'Brand House', necessity: 'the mark is {theirs} alone.' }
    const terms = {
      ...statement,
      notifier,
      ground: { kind: 'terms', clause: 'Clause 5.2', why: 'The title says so.', alsoIllegal: true },
    } as const
    for (const language of sellerLanguages) {
      const text = statementText(statement, language)
      const { reviewed, t } = statementTextIn(language)
      expect(text.endsWith(english), language).toBe(true)
      expect(text.startsWith(t('statement.unreviewed')), language).toBe(!reviewed)
      const own = reviewed ? text : text.slice(0, -english.length)
      for (const part of [
        'Market of the tests',
        'your offer 4711',
        t('measure.remove'),
        '2026-12-31',
        'AT, DE',
        'never made a model Z9',
        t('statement.source.notice'),
        t('statement.detection.automated'),
        t('statement.decision.partly'),
        'Art. 9(2)(a)',
        'A sign identical',
        '2027-05-25',
        '/bodies',
        'The courts at',
      ]) {
        expect(own, language).toContain(part)
      }
      const plainText = statementText(terms, language)
      expect(plainText).toContain('the mark is {theirs} alone.')
      expect(plainText).toContain('Clause 5.2')
      expect(plainText).toContain(t('statement.also-illegal'))
      expect(own, language).not.toMatch(/[{}]/)
    }
  })

  it('is reported as reversed in every language, with the measures of other decisions', () => {
    const measures = [
      { measure: 'remove' },
      { measure: 'other-visibility', words: 'Shown on page 9.' },
    ] as const
    const reversal = { measures, strike: true, reason: 'An invoice.' }
    for (const language of sellerLanguages) {
      const { t } = statementTextIn(language)
      const free = reversalText({ ...reversal, stillHolding: [] }, language)
      const other = `${t('measure.other-visibility')}: Shown on page 9.`
      for (const part of [
        t('reversal.ended', { done: t('measure.remove') }),
        t('reversal.ended', { done: other }),
        t('reversal.no-strike'),
        t('reversal.nothing-holds'),
        'An invoice.',
      ]) {
        expect(free, language).toContain(part)
      }
      const reversalWords = reversalText(
        { ...reversal, stillHolding: [{ measure: 'demote' }, { measure: 'label' }] },
        language,
      )
      for (const done of [t('measure.demote'), t('measure.label')]) {
        expect(reversalWords).toContain(t('reversal.still-holds', { done }))
      }
      expect(reversalWords).not.toContain(t('reversal.nothing-holds'))
    }
  })

  it('is refused for a clause without a why, a verdict, a late day, missing redress', () => {
    const faults = statementFaults(
      {
        ...statement,
        facts: 'This watch is a fake.',
        startsOn: '2026-11-24',
        measures: [{ measure: 'demote', endsOn: '2026-11-01' }],
        ground: { kind: 'terms', clause: 'Clause 5.2', why: 'Clause 5.2' },
        redress: { court: 'The courts.' },
      },
      context,
    )
    expect(faults.map(({ code, found }) => [code, found])).toEqual([
      ['reason-missing', ''],
      ['accusing-words', 'is a fake'],
      ['starts-in-past', '2026-11-24'],
      ['ends-before-start', '2026-11-01'],
      ['complaint-way-missing', ''],
      ['bodies-missing', ''],
      ['record-invalid', 'end_date_visibility_restriction'],
    ])
    expect(faults.map(({ field }) => field)).toEqual([
      'ground.why',
      'facts',
      'startsOn',
      'measures',
      'redress.complaint',
      'redress.bodies',
      'end_date_visibility_restriction',
    ])
  })

  it('asks a small host neither for complaints nor for the database', () => {
    const { court } = statement.redress
    const profile: Profile = { tier: 'hosting', sizeClass: 'micro' }
    const bare = { ...statement, redress: { court }, facts: 'Write to person@shop.example.' }
    expect(statementFaults(bare, { ...context, profile })).toEqual([])
  })

  it('has a place in the database for every measure', () => {
    for (const measure of measures) {
      const words = measure.startsWith('other-') ? { words: 'Shown in grey.' } : {}
      const limited = { ...statement, measures: [{ measure, ...words, endsOn: '2027-01-01' }] }
      expect(transparencyRecordFaults(transparencyRecord(limited))).toEqual([])
    }
  })

  it('knows the measures that the regime knows', () => {
    const field = rules
      .transition('restriction', 'impose')
      ?.fields.find(({ name }) => name === 'measures')
    expect(field?.values).toEqual([...measures])
  })
})

describe('a record for the Transparency Database', () => {
  it.each([
    ['decision_visibility', { decision_visibility: undefined, decision_monetary: undefined }],
    ['decision_visibility_other', { decision_visibility: ['DECISION_VISIBILITY_OTHER'] }],
    ['illegal_content_explanation', { illegal_content_explanation: undefined }],
    ['incompatible_content_illegal', { incompatible_content_illegal: 'Yes' }],
    ['content_type_other', { content_type: ['CONTENT_TYPE_OTHER'] }],
    ['category', { category: 'STATEMENT_CATEGORY_PORNOGRAPHY_OR_SEXUALIZED_CONTENT' }],
    [
      'category_addition',
      { category_addition: ['STATEMENT_CATEGORY_INTELLECTUAL_PROPERTY_INFRINGEMENTS'] },
    ],
    ['category_specification.0', { category_specification: ['KEYWORD_DANGEROUS_TOYS'] }],
    ['category_specification_other', { category_specification_other: 'in own words' }],
    ['territorial_scope.0', { territorial_scope: ['EL'] }],
    ['territorial_scope', { territorial_scope: undefined }],
    ['content_language', { content_language: 'de' }],
    ['content_date', { content_date: '1999-12-31' }],
    ['application_date', { application_date: '2026-02-30' }],
    ['end_date_monetary_restriction', { end_date_monetary_restriction: '2026-11-24' }],
    ['end_date_account_restriction', { end_date_account_restriction: '2027-01-01' }],
    ['source_identity', { source_type: 'SOURCE_VOLUNTARY', source_identity: 'Brand House' }],
    ['automated_decision', { automated_decision: 'Yes' }],
    ['puid', { puid: 'a b' }],
    ['content_id', { content_id: { 'EAN-13': '4006381333932' } }],
    ['decision_facts', { decision_facts: 'x'.repeat(5001) }],
    ['decision_facts', { decision_facts: 'The seller answers at shop@seller.example.' }],
    ['', { platform_name: 'Platform' }],
  ])('is refused for %s', (field, change) => {
    expect(fieldsOf({ ...record, ...change })).toContain(field)
  })

  it('is refused for details of the parties that the house knows', () => {
    const facts = { ...record, decision_facts: 'The offer of Élodie  MARTIN names model Z9.' }
    expect(fieldsOf(facts)).toEqual([])
    expect(fieldsOf(facts, ['Elodie Martin'])).toEqual(['decision_facts'])
    expect(fieldsOf({ ...record, puid: 'seller-martin-1' }, ['Martin'])).toEqual(['puid'])
  })

  it('are sent in batches of at most a hundred, each identifier once', () => {
    expect(batchFaults([record, { ...record, puid: 'other' }])).toEqual([])
    expect(batchFaults([record, record])).toMatchObject([{ index: 1, field: 'puid' }])
    const many = Array.from({ length: 101 }, (_, at) => ({ ...record, puid: `p${at}` }))
    expect(batchFaults(many)).toMatchObject([{ field: 'statements' }])
  })

  it('answers for any value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(transparencyRecordFaults(value).length).toBeGreaterThan(0)
      }),
    )
  })
})

describe.skipIf(!published)('the published files of the database', () => {
  it('have no value that is not known here, and none here that was deleted', () => {
    const values = read('statements.json')
    const pairs = {
      decision_visibility: 'decisionVisibility',
      decision_monetary: 'decisionMonetary',
      decision_provision: 'decisionProvision',
      decision_account: 'decisionAccount',
      account_type: 'accountType',
      decision_ground: 'decisionGround',
      content_type: 'contentType',
      content_language: 'contentLanguage',
      territorial_scope: 'territorialScope',
      categories: 'category',
      category_specification: 'categorySpecification',
    } as const
    for (const [theirs, ours] of Object.entries(pairs)) {
      expect(enumerations[ours]).toEqual(expect.arrayContaining(values[theirs]))
    }
    const removed = [
      ...values.deleted_categories,
      ...values.deleted_category_specifications,
      ...values.renamed_categories.map(([old]: string[]) => old),
      ...values.renamed_category_specifications.map(([old]: string[]) => old),
    ]
    const known: string[] = [...enumerations.category, ...enumerations.categorySpecification]
    expect(removed.filter((value) => known.includes(value))).toEqual([])
  })

  it('include an example that is accepted once the database’s additions are removed', () => {
    const { platform_name, permalink, ...sent } = read('example_statement.json')
    expect([platform_name, permalink].every(Boolean)).toBe(true)
    const example = Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== null))
    expect(TransparencyRecord.safeParse(example).error).toBeUndefined()
    expect(transparencyRecordFaults(example)).toEqual([])
  })

  it('name every field that is checked here', () => {
    const page = readFileSync(join(folder, 'api-documentation.md'), 'utf8')
    for (const field of Object.keys(TransparencyRecord.shape)) expect(page).toContain(field)
  })

  it('show an EAN whose check digit is wrong, which the database does not notice', () => {
    const page = readFileSync(join(folder, 'api-documentation.md'), 'utf8')
    const [, ean = ''] = /"EAN-13" : "(\d{13})"/.exec(page) ?? []
    expect([ean, isEan13(ean)]).toEqual(['0123456789123', false])
  })
})

describe('personal data', () => {
  it.each([
    ['e-mail address', 'write to a.person+x@shop.example now'],
    ['phone number', 'call +32 2 555 12 34 today'],
    ['phone number', 'call 0032 (0)2-555-12-34'],
    ['bank account', 'pay to DE89 3704 0044 0532 0130 00'],
    ['bank account', 'pay to GB82WEST12345698765432'],
    ['payment card', 'card 4111 1111 1111 1111'],
  ])('finds a %s', (kind, text) => {
    expect(personalTraces(text).map((personalTrace) => personalTrace.kind)).toEqual([kind])
  })

  it.each([
    'Regulation (EU) 2017/1001, Art. 9(2)(a), of 14 June 2017',
    'EAN 4006381333931, class 14, EU trade mark 018123456',
    'offered from 2026-11-25 for EUR 1 299.00, 3 500 pieces sold',
    'see https://market.example/offers/00123456789',
  ])('leaves alone: %s', (text) => {
    expect(personalTraces(text)).toEqual([])
  })
})

describe('words', () => {
  it('that state a verdict are found, and others are not', () => {
    expect(accusingWords('The bag is a fake and the shop sells counterfeits.')).toEqual([
      'is a fake',
      'sells counterfeits',
    ])
    expect(
      accusingWords('The title says “fake leather”; the notice is for counterfeit goods.'),
    ).toEqual([])
  })

  it('that only repeat the ground are no reason', () => {
    expect(isReason('Art. 9(2)(a)', 'Regulation')).toBe(false)
    expect(isReason('The sign is identical with the mark', 'Art. 9')).toBe(true)
  })

  it('makes a check digit as GS1 does', () => {
    expect(['4006381333931', '9780201379624'].every(isEan13)).toBe(true)
    expect(['4006381333930', '400638133393', ''].some(isEan13)).toBe(false)
  })
})

describe('counts of the seller’s other listings', () => {
  const others = StatementOfReasons.parse({
    ...statement,
    otherListings: [
      { code: 'seller.portfolio-prices', count: 9, of: 12, brands: 5, part: 'fifth' },
      { code: 'seller.portfolio-same-price', count: 8, of: 13, prices: 2 },
      { code: 'seller.portfolio-pictures', count: 4, of: 13 },
    ],
  })

  it('are told as counts, with how to answer them, after the facts of the listing', () => {
    const text = statementText(others)
    const said = [
      others.facts,
      '9 of 12, of 5 brands, are below 20% of the lowest usual price.',
      '8 of 13 share their exact price with several others; number of such prices: 2.',
      '4 of 13 show photographs that appeared earlier in other sellers’ listings.',
      'tell us when you appeal',
    ]
    const places = said.map((words) => text.indexOf(words))
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(places).not.toContain(-1)
    expect(accusingWords(text)).toEqual([])
    expect(statementText(statement)).not.toContain('other listings')
  })

  it.each(sellerLanguages)('are told in %s', (language) => {
    const text = statementText(others, language)
    const own = text.split(others.facts)[1]!
    for (const figure of ['9', '12', '5', '20', '8', '13', '2', '4']) expect(own).toContain(figure)
    expect(own).not.toMatch(/[{}]|undefined/)
  })
})
