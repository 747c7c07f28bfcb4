import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  memoryLog,
  packDossier,
  redactDossier,
  withEvent,
  writeZip,
  type Dossier,
  type Signer,
} from '../index.ts'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { sampleDossier } from '../../test/dossier-fixture.ts'
import { pdfTexts } from '../../test/pdf-texts.ts'
import { zipTexts } from '../../test/zip-texts.ts'
import { newSigner } from '../../test/package-fixture.ts'
import { partsToWithhold } from './parts-to-withhold.ts'

const folder = mkdtempSync(join(tmpdir(), 'touchstone-redacted-'))
afterAll(() => rmSync(folder, { recursive: true }))

const at = new Date('2026-11-20T08:00:00.000Z')
const signer: Signer = newSigner()
const source = { package: 'referral-1', digest: `sha256:${'1'.repeat(64)}` }

/** All that the redacted package says: of each file, of the table and of the pages the texts too. */
async function textsOf(dossier: Dossier): Promise<string> {
  const packed = await packDossier({
    name: 'referral-1-redacted',
    dossier: redactDossier(dossier, partsToWithhold(dossier), source),
    items: [],
    publisher: { name: 'Lumora Rights', signer },
    custody: withEvent([], {
      at: at.toISOString(),
      action: 'copied',
      actor: { name: 'Lumora Rights' },
      reason: 'Referral',
      items: [],
    }),
    log: memoryLog(signer, () => at),
    authorities: [],
    agent: 'Touchstone',
    at,
  })
  const file = join(folder, `${crypto.randomUUID()}.zip`)
  await writeZip(packed, file, at)
  const texts = [...Object.entries(await zipTexts(readFileSync(file)))].flat()
  for (const { path, content } of packed.files) {
    const bytes = content instanceof Uint8Array ? Buffer.from(content) : readFileSync(content.file)
    if (path.endsWith('.pdf')) texts.push(pdfTexts(bytes).replaceAll('\n', ' '))
    if (path.endsWith('.xlsx')) texts.push(...Object.values(await zipTexts(bytes)))
  }
  return texts.join('\n').toLowerCase()
}

/** Who and where somebody is, each made up of letters that nothing else contains. */
const kinds = [
  'contact',
  'email',
  'phone',
  'address',
  'expert',
  'examiner',
  'counsel',
  'office',
  'person',
  'place',
  'seller',
  'shop',
  'page',
  'judge',
] as const
type Names = Record<(typeof kinds)[number], string>

const names: fc.Arbitrary<Names> = fc
  .tuple(
    fc.uniqueArray(fc.stringMatching(/^[qxzjvkw]{5,9}$/), {
      minLength: kinds.length,
      maxLength: kinds.length,
    }),
    fc.constantFrom(
      (text: string) => text,
      (text: string) => `Ms ${text}`,
      (text: string) => `${text} & Co`,
    ),
  )
  .map(
    ([words, dress]) =>
      Object.fromEntries(kinds.map((kind, place) => [kind, dress(words[place]!)])) as Names,
  )

const addressOf = ({ page }: Names): string => `https://pasar.example/${page}`

function dossierWith(of: Names, said: string): Dossier {
  const sample = sampleDossier()
  const contact = { name: of.contact, email: of.email, phone: of.phone, address: of.address }
  const [one, ...others] = sample.accounts
  const [lead, judged] = sample.links
  return {
    ...sample,
    title: `Sneakers: ${said}`,
    sender: { ...sample.sender, contact },
    recipient: { ...sample.recipient, contact: { ...contact, name: of.office } },
    complainant: { ...sample.complainant, contact, expertWitness: { ...contact, name: of.expert } },
    examination: { ...sample.examination!, by: of.examiner, statement: `Compared. ${said}` },
    accounts: [
      { ...one!, sellerId: of.seller, name: of.shop, basis: `Seller of both: ${said}` },
      ...others,
    ],
    persons: [
      { name: of.person, documentedBy: 'extract', document: 'Licence', accounts: [one!.id] },
    ],
    links: [
      lead!,
      { ...judged!, judgement: { ...judged!.judgement!, by: of.judge, reason: said } },
    ],
    listings: sample.listings.map((listing) => ({
      ...listing,
      address: addressOf(of),
      title: `Shoes ${said}`,
      reasons: [`The title says “${said}”.`],
      conclusion: said,
    })),
    places: [{ kind: 'storage', address: of.place, country: 'ID', basis: said, items: [] }],
    priorSteps: sample.priorSteps.map((step) => ({ ...step, text: `Notice about ${said}` })),
    particulars: [{ line: 'witnesses', label: 'Witnesses', text: said }],
    schedule: [
      ...sample.schedule.map((entry) => ({ ...entry, text: said })),
      { kind: 'other', at: null, text: `A person concluded: ${said}`, about: [], items: [] },
    ],
    transfer: {
      from: 'ID',
      to: 'ID',
      basis: said,
      ground: said,
      necessity: said,
      recordedBy: of.counsel,
      at: at.toISOString(),
    },
  }
}

test('no name, address or number that is withheld is anywhere in the redacted package', async () => {
  await fc.assert(
    fc.asyncProperty(names, fc.constantFrom(...kinds), async (of, quoted) => {
      const said = quoted === 'page' ? addressOf(of) : of[quoted].toUpperCase()
      const texts = await textsOf(dossierWith(of, said))
      const left = kinds.filter((kind) => texts.includes(of[kind].toLowerCase()))
      expect(left).toEqual([])
    }),
    { numRuns: 12 },
  )
})

test('what names an organisation stays, and so do texts that quote nobody', async () => {
  const sample = sampleDossier()
  const contact = { ...sample.sender.contact, name: sample.sender.organisation }
  const dossier = {
    ...sample,
    sender: { ...sample.sender, contact },
    complainant: { ...sample.complainant, contact },
  }
  const pointers = partsToWithhold(dossier).map(({ pointer }) => pointer)
  expect(pointers).not.toContain('/title')
  expect(pointers).not.toContain('/sender/contact/name')
  expect(pointers).not.toContain('/listings/0/title')
})

test('a dossier with more parts than a copy can name withholds its listings whole', () => {
  const sample = sampleDossier()
  const [listing] = sample.listings
  const listings = Array.from({ length: 3500 }, () => ({
    ...listing!,
    title: 'From toko-embun',
    conclusion: 'Of Toko Embun',
  }))
  const parts = partsToWithhold({ ...sample, listings })
  expect(parts.length).toBeLessThan(9500)
  expect(parts.map(({ pointer }) => pointer)).toContain('/listings')
})
