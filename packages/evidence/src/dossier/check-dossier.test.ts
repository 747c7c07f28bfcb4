import { expect, test } from 'vitest'
import { dossierItems, sampleDossier } from '../../test/dossier-fixture.ts'
import { dossierFaults, redactDossier, type Dossier } from '../index.ts'
import { partDigest } from './index.ts'

const items = new Set(dossierItems.map(({ name }) => name))
const faultsOf = (value: unknown): string => dossierFaults(value, items).join('\n')
const sample = sampleDossier()
const [link] = sample.links

test('a complete dossier has no fault', () => {
  expect(faultsOf(sample)).toBe('')
})

test('a natural person is named only on an item that documents the identity', () => {
  const person = { name: 'Budi Santoso', document: 'Trade licence', accounts: [] }
  const named = (documentedBy?: string): unknown => ({
    ...sample,
    persons: [{ ...person, documentedBy }],
  })
  expect(faultsOf(named())).toMatch(/natural person without an item that documents/)
  expect(faultsOf(named('absent'))).toMatch(/natural person on the item absent/)
  expect(faultsOf(named('extract'))).toBe('')
})

test('a link is called a lead and nothing else', () => {
  expect(faultsOf({ ...sample, links: [{ ...link, standing: 'proof' }] })).toMatch(
    /calls a link something other than a lead/,
  )
})

test('the schedule of exculpatory material is never absent', () => {
  const { schedule, ...without } = sample
  expect(schedule).toHaveLength(1)
  expect(faultsOf(without)).toMatch(/no schedule of unused and exculpatory material/)
  expect(faultsOf({ ...sample, schedule: [] })).toBe('')
})

test.each<[string, Partial<Dossier>, RegExp]>([
  ['an absent item', { examination: { ...sample.examination!, comparisons: ['x'] } }, /item x/],
  ['an absent account', { accounts: sample.accounts.slice(1) }, /names the account/],
  ['an account twice', { accounts: [...sample.accounts, sample.accounts[0]!] }, /account twice/],
  ['leads without a model', { model: null }, /without the model/],
  [
    'a reference twice',
    { accounts: sample.accounts.map((one) => ({ ...one, reference: 'A1' })) },
    /one reference to two/,
  ],
  ['no salt', { salt: null }, /has a salt/],
  ['half of a character', { title: 'Sepatu \ud800' }, /half of a character/],
  [
    'a transfer of others',
    {
      transfer: {
        from: 'CN',
        to: 'US',
        basis: 'x',
        ground: 'x',
        necessity: 'x',
        recordedBy: 'x',
        at: sample.createdAt,
      },
    },
    /not the one from the sender/,
  ],
])('%s is a fault', (_, over, told) => {
  expect(faultsOf({ ...sample, ...over })).toMatch(told)
})

const complete = { package: 'lum-7', digest: `sha256:${'ab'.repeat(32)}` }

test('a redacted twin names each withheld part by a digest that the complete dossier confirms', () => {
  const parts = [
    { pointer: '/complainant/contact/phone', reason: 'Private number.' },
    { pointer: '/sender/contact/phone', reason: 'Private number.' },
    { pointer: '/priorSteps/0', reason: 'Settled in confidence.' },
    { pointer: '/accounts/1/sellerId', reason: 'Not needed.' },
    { pointer: '/accounts/2/sellerId', reason: 'Not needed.' },
  ]
  const twin = redactDossier(sample, parts, complete)
  expect(faultsOf(twin)).toBe('')
  expect(twin).toMatchObject({ priorSteps: [], salt: null, redactedFrom: complete })
  expect(twin.complainant.contact.phone).toBe('[withheld]')
  expect(JSON.stringify(twin)).not.toMatch(/0000 0000|embun-2/)
  expect(twin.withheld[0]!.digest).toBe(
    partDigest(sample.salt!, parts[0]!.pointer, sample.complainant.contact.phone),
  )
  // Equal parts do not show that they are equal.
  expect(twin.withheld[0]!.digest).not.toBe(twin.withheld[1]!.digest)
  expect(twin.withheld[2]!.digest).toBe(
    partDigest(sample.salt!, '/priorSteps/0', sample.priorSteps[0]),
  )
})

test('withheld documents and days leave nothing in their place', () => {
  const [right] = sample.rights
  const whole: Dossier = {
    ...sample,
    complainant: { ...sample.complainant, signedComplaint: 'complaint.pdf' },
    rights: [{ ...right!, extract: 'extract.pdf', until: '2030-01-31' }],
  }
  const pointers = ['/complainant/signedComplaint', '/rights/0/extract', '/rights/0/until']
  const twin = redactDossier(
    whole,
    pointers.map((pointer) => ({ pointer, reason: 'x' })),
    complete,
  )
  expect(twin.complainant.signedComplaint).toBeNull()
  expect(twin.rights[0]).toMatchObject({ extract: null, until: null })
  expect(twin.withheld.map(({ pointer }) => pointer)).toEqual(pointers)
})

test('of two parts that are one object in memory, only the one named is withheld', () => {
  const { contact } = sample.sender
  const both = { ...sample, complainant: { ...sample.complainant, contact } }
  const parts = [{ pointer: '/complainant/contact/phone', reason: 'Private number.' }]
  const twin = redactDossier(both, parts, complete)
  expect(twin.complainant.contact.phone).toBe('[withheld]')
  expect(twin.sender.contact.phone).toBe(contact.phone)
})

test('entries of a list are withheld by their places in the complete dossier', () => {
  const twin = redactDossier(
    sample,
    [
      { pointer: '/listings/0', reason: 'Of another brand.' },
      { pointer: '/listings/1/title', reason: 'Names a person.' },
    ],
    complete,
  )
  expect(twin.listings.map(({ externalId, title }) => [externalId, title])).toEqual([
    ['item-2', '[withheld]'],
  ])
})

test.each([
  ['/schedule/0', /cannot be withheld/],
  ['/tlp', /cannot be withheld/],
  ['/nothing', /has no \/nothing/],
  ['/links/0/standing', /lead/],
])('%s cannot be withheld', (pointer, told) => {
  expect(() => redactDossier(sample, [{ pointer, reason: 'x' }], complete)).toThrow(told)
})
