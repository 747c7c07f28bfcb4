import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { newSigner, packed, workshop } from '../../test/package-fixture.ts'
import { bagOf, flip, opened, rebag, type Bag } from '../../test/tampered-bag.ts'
import { tamperings, type PackedWorkshop } from '../../test/tampering-cases.ts'
import { memoryLog, openPackage, packEvidence, sha256, certifyKey, writeFolder } from '../index.ts'
import { noTrust, verifyPackage, type CheckName, type Trust, type Verdict } from './index.ts'

let packedCase: PackedWorkshop
let foreign: Bag
let trust: Trust

beforeAll(async () => {
  packedCase = await packed()
  // All that a stranger has to do is to pack the same files under the same name by himself.
  foreign = bagOf((await packed()).evidence)
  const roots = packedCase.authorities.map(({ root }) => root)
  trust = { publishers: [packedCase.publisher.publicKey], roots }
})

const whole = (): Bag => bagOf(packedCase.evidence)
const faults = ({ checks }: Verdict): [CheckName, string][] =>
  checks
    .filter(({ outcome }) => outcome === 'fault')
    .map(({ check, sentence }) => [check, sentence])

test('an untouched package is sound, with and without trust', async () => {
  expect(faults(await verifyPackage(opened(whole()), trust))).toEqual([])
  const trusted = await verifyPackage(opened(whole()), trust)
  expect(trusted).toMatchObject({ sound: true, publisher: { trusted: true } })
  expect(trusted.checks.filter(({ outcome }) => outcome === 'note')).toEqual([])
  const untrusted = await verifyPackage(opened(whole()), noTrust)
  expect(untrusted).toMatchObject({ sound: true, publisher: { trusted: false } })
  const notes = untrusted.checks.filter(({ outcome }) => outcome === 'note')
  expect(notes.map(({ check }) => check)).toEqual(['publisher', 'timestamp', 'timestamp'])
})

test('the package states whose key it is, and verifiers who trust the keeper of the log trust the key', async () => {
  const keeper = { publishers: [packedCase.keeper.publicKey], roots: trust.roots }
  const vouched = await verifyPackage(opened(whole()), keeper)
  const by = packedCase.keeper.publicKey.id
  expect(faults(vouched)).toEqual([])
  expect(vouched.publisher).toMatchObject({ trusted: true, vouched: { follows: null, by } })
  const sentences = vouched.checks.map(({ sentence }) => sentence).join('\n')
  expect(sentences).toMatch(
    /certifies that the key [0-9a-f]{64} has belonged to Lumora Rights since 20/,
  )
  expect(sentences).toMatch(/You trust the keeper of the log/)
  const stranger = { publishers: [newSigner().publicKey], roots: trust.roots }
  const doubted = await verifyPackage(opened(whole()), stranger)
  expect(faults(doubted).map(([check]) => check)).toContain('publisher')
})

test('someone who packs the captures of another, under their own key and log, is distinguished', async () => {
  const { options } = packedCase
  const notes = async (over: Partial<typeof options>): Promise<string[]> => {
    const bag = bagOf(await packEvidence({ ...options, ...over }))
    const { sound, checks } = await verifyPackage(opened(bag))
    expect(sound).toBe(true)
    return checks.flatMap(({ outcome, sentence }) => (outcome === 'note' ? [sentence] : []))
  }
  const name = options.publisher.name
  const signer = newSigner()
  const log = memoryLog(newSigner(), () => options.at)
  const noteSentences = await notes({ publisher: { name, signer }, log })
  expect(noteSentences).toContainEqual(
    `${name} signed the earlier seal in data/seals/capture with the key ${packedCase.publisher.publicKey.id}, and ${name} the package with ${signer.publicKey.id}: check that one may act for the other.`,
  )
  expect(noteSentences).toContainEqual(
    expect.stringMatching(/^The earlier seal .* in another log, /),
  )
  // A newer key that the keeper of the log vouches for is the same publisher's.
  const vouched = await certifyKey(packedCase.keeper, {
    key: signer.publicKey.id,
    holder: name,
    since: options.at.toISOString(),
    follows: packedCase.publisher.publicKey.id,
  })
  const rotated = await notes({ publisher: { name, signer, vouched } })
  expect(rotated.join(' ')).not.toMatch(/whether one may speak|another log/)
})

test('withheld items and their derivatives are reported, and the earlier seal is valid without them', async () => {
  const { options, authorities, publisher } = await workshop()
  const [item, ...rest] = options.items
  const bytes = Buffer.from(item!.content as Uint8Array)
  const hash = `sha256:${sha256(bytes)}`
  const { name, path, title } = item!
  const derived = {
    name: 'page.redacted-1',
    path: 'derived/page.redacted-1.html',
    title: 'The page',
    mediatype: 'text/html',
    content: Buffer.from('<title>[redacted]</title>'),
    derivedFrom: { name, hash, how: 'The name of the seller was replaced.' },
  }
  const reason = 'It names a person.'
  const evidence = await packEvidence({
    ...options,
    items: [derived, ...rest],
    withheld: [{ name, path, title, bytes: bytes.length, hash, reason }],
  })
  const roots = authorities.map(({ root }) => root)
  const known = { publishers: [publisher.publicKey], roots }
  const verdict = await verifyPackage(opened(bagOf(evidence)), known)
  expect(faults(verdict)).toEqual([])
  const report = verdict.checks.map(({ outcome, sentence }) => `${outcome} ${sentence}`).join('\n')
  expect(report).toContain(
    'ok page.redacted-1 was derived from page: The name of the seller was replaced.',
  )
  expect(report).toContain(
    'note page (data/items/page.html) is withheld from the package: It names',
  )
})

test('a package from before keys were vouched for still verifies', async () => {
  const { publisher, authorities, options } = await workshop()
  const { name, signer } = options.publisher
  const plain = { name, signer }
  const evidence = await packEvidence({ ...options, publisher: plain, seals: [] })
  const roots = authorities.map(({ root }) => root)
  const verdict = await verifyPackage(opened(bagOf(evidence)), {
    publishers: [publisher.publicKey],
    roots,
  })
  expect(faults(verdict)).toEqual([])
  expect(verdict.publisher).toMatchObject({ trusted: true, vouched: null })
})

test.each(tamperings)('$what: the fault is named', async ({ by, check, told }) => {
  const bag = whole()
  await by(bag, { made: packedCase, foreign })
  const verdict = await verifyPackage(opened(bag), trust)
  expect(verdict.sound).toBe(false)
  const sentences = faults(verdict).filter(([name]) => name === check)
  expect(sentences.map(([, sentence]) => sentence).join('\n')).toMatch(told)
})

test('an added empty folder is a fault, because it is in no manifest and no seal', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-tampering-'))
  try {
    const bag = join(folder, 'bag')
    await writeFolder(packedCase.evidence, bag)
    expect((await verifyPackage(await openPackage(bag), trust)).sound).toBe(true)
    mkdirSync(join(bag, 'data', 'more'))
    const verdict = await verifyPackage(await openPackage(bag), trust)
    expect(verdict.sound).toBe(false)
    expect(faults(verdict)).toEqual([
      [
        'paths',
        expect.stringMatching(/^data\/more: It is an empty folder, which no manifest names/),
      ],
    ])
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test.each(['manifest-sha256.txt', 'tagmanifest-sha256.txt'])(
  'a digest in capital letters in %s is found, though it says the same',
  async (path) => {
    const bag = whole()
    const written = Buffer.from(bag.get(path) ?? []).toString()
    bag.set(path, Buffer.from(written.replace(/[a-f]/, (letter) => letter.toUpperCase())))
    expect((await verifyPackage(opened(bag))).sound).toBe(false)
  },
)

test('any flipped bit of any file is found, and reported for that file', async () => {
  const paths = [...whole().keys()]
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...paths), fc.nat(), async (path, bit) => {
      const bag = whole()
      flip(bag, path, bit)
      const { sound, checks } = await verifyPackage(opened(bag))
      expect(sound).toBe(false)
      const faultChecks = checks.filter(({ outcome }) => outcome === 'fault')
      // A flipped bit in a manifest yields a file that the manifest no longer names, or a fault of the manifest
      // itself.
      if (!path.endsWith('manifest-sha256.txt'))
        expect(faultChecks.map((fault) => fault.path)).toContain(path)
    }),
    { numRuns: 40 },
  )
})

test('a flipped bit of a sealed file is found after every manifest was written anew', async () => {
  const sealed = [...whole().keys()].filter(
    (path) => !path.startsWith('tagmanifest') && !/\.pem$/.test(path),
  )
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...sealed), fc.nat(), async (path, bit) => {
      const bag = whole()
      flip(bag, path, bit)
      rebag(bag)
      // If the manifest itself was flipped, rebag restores it.
      if (path === 'manifest-sha256.txt') return
      expect((await verifyPackage(opened(bag))).sound).toBe(false)
    }),
    { numRuns: 40 },
  )
})
