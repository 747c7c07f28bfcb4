import { beforeAll, expect, test } from 'vitest'
import { dossierItems, sampleDossier } from '../../test/dossier-fixture.ts'
import { byPublishers, byStrangers } from '../../test/dossier-tampering-cases.ts'
import { workshop, type Workshop } from '../../test/package-fixture.ts'
import { bagOf, opened, type Bag } from '../../test/tampered-bag.ts'
import {
  packageReference,
  packDossier,
  packEvidence,
  redactDossier,
  sha256,
  type Dossier,
  type EvidenceItem,
  type PackedEvidence,
  type PackOptions,
} from '../index.ts'
import { dossierFiles } from '../dossier/index.ts'
import { verifyPackage, type Trust, type Verdict } from './index.ts'

let made: Workshop
let complete: PackedEvidence
let trust: Trust

beforeAll(async () => {
  made = await workshop()
  complete = await pack(sampleDossier(), 'lum-7')
  const roots = made.authorities.map(({ root }) => root)
  trust = { publishers: [made.publisher.publicKey], roots }
})

type Parts = Partial<Pick<PackOptions, 'items' | 'withheld'>>

async function pack(dossier: Dossier, name: string, parts: Parts = {}): Promise<PackedEvidence> {
  return packDossier({ ...made.options, ...base, items: dossierItems, ...parts, dossier, name })
}

const base = { custody: [], seals: [] } as const

const verdictOn = async (bag: Bag): Promise<Verdict> => verifyPackage(opened(bag), trust)
const sentencesOf = ({ checks }: Verdict, outcome: string): string =>
  checks
    .filter((check) => check.outcome === outcome)
    .map(({ sentence }) => sentence)
    .join('\n')

test('a dossier is packed with its pages, workbook, bundle and items, and is sound', async () => {
  const verdict = await verdictOn(bagOf(complete))
  expect(sentencesOf(verdict, 'fault')).toBe('')
  expect(verdict.sound).toBe(true)
  expect(sentencesOf(verdict, 'ok')).toMatch(
    /LUM-2026-0007 is valid. Accounts: 3, leads: 2, listings: 2, unused or exculpatory: 1/,
  )
  expect(sentencesOf(verdict, 'note')).toMatch(/for rehearsal only/)
  expect(complete.files.map(({ path }) => path)).toEqual(
    expect.arrayContaining([
      'data/dossier.json',
      'data/dossier.xlsx',
      'data/dossier.stix.json',
      'data/report.pdf',
    ]),
  )
})

test('a package without a dossier is not asked for one', async () => {
  const plain = await packEvidence(made.options)
  const { checks } = await verdictOn(bagOf(plain))
  expect(checks.filter(({ check }) => check === 'dossier')).toEqual([])
})

test('a supplement names the package that it supplements, by the digest of its sealed statement', async () => {
  const supplements = packageReference(complete)
  const verdict = await verdictOn(bagOf(await pack(sampleDossier({ supplements }), 'lum-7-2')))
  expect(verdict.sound).toBe(true)
  expect(sentencesOf(verdict, 'ok')).toContain(`It supplements lum-7`)
  const statement = bagOf(complete).get('seal/statement.json')!
  expect(supplements.digest).toBe(`sha256:${sha256(statement)}`)
})

test('a redacted twin is sound, and withheld items and parts are named by digest', async () => {
  const twin = redactDossier(
    sampleDossier(),
    [{ pointer: '/complainant/contact/phone', reason: 'Private number.' }],
    packageReference(complete),
  )
  const [capture, ...items] = dossierItems
  const bytes = Buffer.from(capture!.content as Uint8Array)
  const { name, path, title } = capture!
  const hash = `sha256:${sha256(bytes)}`
  const withheld = [{ name, path, title, bytes: bytes.length, hash, reason: 'Shows a buyer.' }]
  const verdict = await verdictOn(bagOf(await pack(twin, 'lum-7-redacted', { items, withheld })))
  expect(sentencesOf(verdict, 'fault')).toBe('')
  const notes = sentencesOf(verdict, 'note')
  expect(notes).toMatch(/redacted copy of lum-7, .* Parts withheld: 1/)
  expect(notes).toMatch(/capture \(data\/items\/capture\.html\) is withheld/)
})

test('a twin is compared with the complete dossier, and a supplement with its package', async () => {
  const parts = [
    { pointer: '/listings/1', reason: 'Of another brand.' },
    { pointer: '/complainant/contact/phone', reason: 'Private number.' },
  ]
  const twin = redactDossier(sampleDossier(), parts, packageReference(complete))
  const against = async (dossier: Dossier, other: PackedEvidence): Promise<Verdict> => {
    const bag = bagOf(await pack(dossier, 'lum-7-2'))
    return verifyPackage(opened(bag), trust, [], opened(bagOf(other)))
  }
  const compared = await against(twin, complete)
  expect(sentencesOf(compared, 'ok')).toMatch(/only in the parts that it withholds/)
  expect(compared.sound).toBe(true)
  const supplement = sampleDossier({ supplements: packageReference(complete) })
  expect(sentencesOf(await against(supplement, complete), 'ok')).toMatch(/refers to copy/)
  const stranger = await pack(sampleDossier(), 'lum-8')
  expect(sentencesOf(await against(supplement, stranger), 'fault')).toMatch(/does not refer to/)
  const changed = { ...twin, accounts: twin.accounts.map((one) => ({ ...one, basis: 'Another.' })) }
  expect(sentencesOf(await against(changed, complete), 'fault')).toMatch(/in more than the parts/)
  const forged = twin.withheld.map((part) => ({ ...part, digest: `sha256:${'0'.repeat(64)}` }))
  const digests = await against({ ...twin, withheld: forged }, complete)
  expect(sentencesOf(digests, 'fault')).toMatch(/in more than the parts/)
})

test('a dossier that must not be is never packed', async () => {
  await expect(pack(sampleDossier({ model: null }), 'lum-8')).rejects.toThrow(/without the model/)
  await expect(pack(sampleDossier(), 'lum-8', { items: [] })).rejects.toThrow(/item capture/)
  const items = [...dossierItems, { ...dossierItems[0]!, name: 'dossier' }]
  await expect(pack(sampleDossier(), 'lum-8', { items })).rejects.toThrow(/is called dossier/)
})

test.each(byStrangers)('$what: the fault is named', async ({ by, told }) => {
  const bag = bagOf(complete)
  by(bag)
  const verdict = await verdictOn(bag)
  expect(verdict.sound).toBe(false)
  expect(sentencesOf(verdict, 'fault')).toMatch(told)
})

test.each(byPublishers)('$what, sealed by its publisher: the fault is named', async (tampering) => {
  const bag = bagOf(complete)
  tampering.by(bag)
  const verdict = await verdictOn(bagOf(await resealed(bag)))
  expect(verdict.sound).toBe(false)
  const faults = verdict.checks.filter(({ outcome }) => outcome === 'fault')
  expect(new Set(faults.map(({ check }) => check))).toEqual(new Set(['dossier']))
  expect(sentencesOf(verdict, 'fault')).toMatch(tampering.told)
})

/** Packs the files of a bag anew with valid seals, as its publisher could. */
async function resealed(bag: Bag): Promise<PackedEvidence> {
  const { json, workbook, stix } = dossierFiles
  const written = [json, workbook, stix].map((file) => ({ ...file, title: file.name }))
  const items = [...written, ...dossierItems].flatMap(({ path, ...item }): EvidenceItem[] => {
    const content = bag.get(`data/${path}`)
    return content === undefined ? [] : [{ ...item, path, content }]
  })
  return packEvidence({
    ...made.options,
    ...base,
    name: 'lum-7',
    title: sampleDossier().title,
    items,
  })
}
