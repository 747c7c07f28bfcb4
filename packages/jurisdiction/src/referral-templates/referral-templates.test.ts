import { expect, test } from 'vitest'
import { readLocales } from '@touchstone/messages/compile'
import { join } from 'node:path'
import {
  blockingLines,
  isRehearsalOnly,
  missingLines,
  referralTemplate,
  referralTemplateName,
  referralTemplates,
  type ReferralTemplateId,
} from './index.ts'

const contact = { name: 'Dewi Lestari' }
const dossier = {
  deconflictionNumber: 'LUM-7',
  tlp: 'amber',
  sender: { country: 'ID', contact },
  recipient: { country: 'ID' },
  storedIn: ['ID'],
  complainant: { name: 'Lumora', contact, expertWitness: contact, signedComplaint: 'complaint' },
  rights: [
    { kind: 'trademark', status: 'in-force', niceClasses: [25], extract: 'extract' },
    { kind: 'design', status: 'lapsed', niceClasses: [], extract: 'extract-2' },
  ],
  examination: { statement: 'The seam differs.', comparisons: ['comparison'] },
  accounts: [{ basis: 'Seller of all listings.' }],
  links: [{}],
  listings: [{ captures: ['capture'] }],
  scale: { units: 0, turnover: [{}], genuineValue: [{}], thresholds: [{}] },
  places: [{}],
  priorSteps: [{ kind: 'test-purchase' }, { kind: 'notice' }],
  schedule: [],
  transfer: null,
  approvalNumber: null,
}
const missingIn = (id: ReferralTemplateId, over: object = {}): string[] =>
  missingLines(referralTemplate(id), { ...dossier, ...over }).map(({ line }) => line)
const blockingIn = (id: ReferralTemplateId, over: object = {}): string[] =>
  blockingLines(referralTemplate(id), { ...dossier, ...over }).map(({ id: line }) => line)

test.each(referralTemplates)(
  '$id and each line of it have names in each language',
  ({ id, lines }) => {
    expect(referralTemplateName(id, 'zh')).not.toBe(id)
    const locales = readLocales(join(import.meta.dirname, '../locales'))
    for (const language of ['en', 'id', 'zh']) {
      const messages = locales[language]?.['referral-template'] ?? {}
      const absent = lines.filter(({ label }) => messages[`referral.line.${label}`] === undefined)
      expect(absent.map(({ id }) => id)).toEqual([])
    }
  },
)

test('only wording that was read is verified: three lines of two templates', () => {
  const verified = referralTemplates.flatMap(({ id, lines }) =>
    lines.filter((line) => line.verified).map((line) => `${id} ${line.article}`),
  )
  expect(verified).toEqual([
    'us-doj 18 USC 2320(f)',
    'cn-psb Criminal Law Art. 213',
    'cn-psb Criminal Law Art. 214',
  ])
  expect(referralTemplates.filter((one) => !isRehearsalOnly(one)).map(({ id }) => id)).toEqual([
    'counsel',
  ])
})

test('a full dossier lacks only what has no place in it, and a particular answers that', () => {
  const particulars = ['customs-recordal', 'discovery', 'payment-details', 'health-and-safety']
  expect(missingIn('us-doj')).toEqual([...particulars, 'witnesses'])
  const answered = particulars.map((line) => ({ line }))
  expect(missingIn('us-doj', { particulars: answered })).toEqual(['witnesses'])
})

test('what is missing is named in the language of the dossier, with what is required', () => {
  const without = { ...dossier, examination: null, scale: { ...dossier.scale, turnover: [] } }
  const missing = missingLines(referralTemplate('counsel'), without, 'id')
  expect(missing.filter(({ required }) => required)).toEqual([
    {
      line: 'examination',
      label: 'Pernyataan pemeriksaan: mengapa barangnya palsu',
      required: true,
    },
    { line: 'turnover', label: 'Omzet', required: true },
  ])
})

test('every right needs its extract, every listing its capture, and one right must be in force', () => {
  const rights = dossier.rights.map((right) => ({ ...right, status: 'lapsed', extract: null }))
  expect(missingIn('counsel', { rights, listings: [{ captures: [] }] })).toEqual(
    expect.arrayContaining(['register-extract', 'right-in-force', 'captures']),
  )
})

test('an empty schedule is content; no schedule is not', () => {
  expect(missingIn('counsel')).not.toContain('unused-material')
  expect(missingIn('counsel', { schedule: undefined })).toContain('unused-material')
})

test('the police of Indonesia get nothing without a complaint that the owner has signed', () => {
  expect(blockingIn('id-polri')).toEqual([])
  const complainant = { ...dossier.complainant, signedComplaint: null }
  expect(blockingIn('id-polri', { complainant })).toEqual(['signed-complaint'])
})

test.each(referralTemplates.map(({ id }) => id as ReferralTemplateId))(
  'nothing of %s crosses a border without the record of counsel, or leaves China without approval',
  (id) => {
    const abroad = { recipient: { country: 'US' } }
    expect(blockingIn(id, abroad)).toEqual(['transfer-record'])
    expect(blockingIn(id, { ...abroad, storedIn: ['CN'] })).toEqual([
      'transfer-record',
      'approval-number',
    ])
    const transfer = { basis: 'a', ground: 'b', necessity: 'c' }
    expect(
      blockingIn(id, { ...abroad, storedIn: ['CN'], transfer, approvalNumber: 'MOJ-1' }),
    ).toEqual([])
  },
)

test('customs of the Union take data in their portal, and paper only in outages', () => {
  expect(referralTemplate('eu-afa')).toMatchObject({
    kind: 'data-sheet',
    portal: { since: '2024-10-03', paper: 'outage-only', verified: false },
  })
})

test('sellers learn of every dossier but that of counsel, and after the recipient could ask for silence', () => {
  for (const { id, accused } of referralTemplates) {
    if (id === 'counsel') expect(accused).toMatchObject({ informed: 'never', mayContest: false })
    else expect(accused.afterDays).toBeGreaterThanOrEqual(14)
  }
})

test('a template whose rule for sellers was not read in its source serves rehearsals only', () => {
  const { accused, ...counsel } = referralTemplate('counsel')
  expect(isRehearsalOnly({ ...counsel, accused: { ...accused, force: 'law' } })).toBe(true)
})
