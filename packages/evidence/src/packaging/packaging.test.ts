import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openssl } from '../../test/timestamp-authority-fixture.ts'
import { packed, workshop, type Workshop } from '../../test/package-fixture.ts'
import { packEvidence, writeFolder, writeZip, type PackedEvidence } from './index.ts'
import { digestOfFile, openPackage, UnreadablePackage } from '../package-reader/index.ts'
import { verifyPackage } from '../verification/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'touchstone-packing-'))
const bag = join(folder, 'bag')
const zip = join(folder, 'bag.zip')
let workshopPackage: Workshop & { evidence: PackedEvidence }

beforeAll(async () => {
  workshopPackage = await packed()
  await writeFolder(workshopPackage.evidence, bag)
  await writeZip(workshopPackage.evidence, zip, workshopPackage.options.at)
})
afterAll(() => rmSync(folder, { recursive: true }))

test('a folder and an archive contain the same sound package', async () => {
  for (const path of [bag, zip]) {
    const files = await openPackage(path)
    const { sound, package: name } = await verifyPackage(files)
    await files.close()
    expect([sound, name]).toEqual([true, 'offer-4711'])
    expect([...files.sizes.keys()].sort()).toEqual(
      workshopPackage.evidence.files.map(({ path }) => path).sort(),
    )
  }
})

test('with any flipped bit of an archive, its content is reported as faulty or is unchanged', async () => {
  const digests = new Map(workshopPackage.evidence.files.map(({ path, sha256 }) => [path, sha256]))
  const bytes = readFileSync(zip)
  const copy = join(folder, 'flipped.zip')
  const verdictOn = async (): Promise<boolean> => {
    const files = await openPackage(copy)
    try {
      if (!(await verifyPackage(files)).sound) return false
      for (const path of files.sizes.keys()) {
        expect(await digestOfFile(files, path)).toBe(digests.get(path))
      }
      return files.sizes.size === digests.size
    } finally {
      await files.close()
    }
  }
  let undetected = 0
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length * 8 - 1), async (bit) => {
      const flipped = Buffer.from(bytes)
      flipped[Math.floor(bit / 8)]! ^= 1 << (bit % 8)
      writeFileSync(copy, flipped)
      try {
        if (!(await verdictOn())) undetected++
      } catch (error) {
        if (!(error instanceof UnreadablePackage)) throw error
        undetected++
      }
    }),
    { numRuns: 40 },
  )
  expect(undetected).toBeGreaterThan(20)
})

test('an item may be a file of this machine', async () => {
  const content = { file: join(bag, 'data', 'items', 'page.html') }
  const items = workshopPackage.options.items.map((item) =>
    item.name === 'page' ? { ...item, content } : item,
  )
  const target = join(folder, 'from-file.zip')
  await writeZip(
    await packEvidence({ ...workshopPackage.options, items }),
    target,
    workshopPackage.options.at,
  )
  const files = await openPackage(target)
  expect((await verifyPackage(files)).sound).toBe(true)
  await files.close()
})

test('sha256sum agrees with both manifests', () => {
  const output = execFileSync(
    'sha256sum',
    ['-c', 'manifest-sha256.txt', 'tagmanifest-sha256.txt'],
    {
      cwd: bag,
      encoding: 'utf8',
    },
  )
  expect(output.trim().split('\n')).toHaveLength(workshopPackage.evidence.files.length - 1)
  expect(output).toMatch(/^data\/items\/page\.html: OK$/m)
})

test('openssl agrees with every timestamp, from the request and from the statement', () => {
  for (const [index, name] of ['lantern', 'harbour'].entries()) {
    const root = join(folder, `${name}.pem`)
    writeFileSync(root, workshopPackage.authorities[index]!.rootPem)
    const stamp = join(bag, 'seal', 'timestamps', name)
    const from = [
      ['-queryfile', `${stamp}.tsq`],
      ['-data', join(bag, 'seal', 'statement.json')],
    ]
    for (const source of from) {
      const output = openssl(['ts', '-verify', ...source, '-in', `${stamp}.tsr`, '-CAfile', root])
      expect(output.toString()).toMatch(/Verification: OK/)
    }
  }
})

test('an authority that gives no timestamp stops nothing and is recorded', async () => {
  const { options } = await workshop()
  const [first, second] = options.authorities
  const dead = { ...second!, post: async () => Promise.reject(new Error('no route to it')) }
  const evidence = await packEvidence({ ...options, authorities: [first!, dead] })
  expect(evidence.seal.unanswered).toEqual([
    { authority: 'harbour', code: 'unreachable', reason: 'no route to it' },
  ])
  const target = join(folder, 'one-stamp')
  await writeFolder(evidence, target)
  const files = await openPackage(target)
  const { sound, checks, timestamps } = await verifyPackage(files)
  expect([sound, timestamps.length]).toEqual([true, 1])
  expect(checks.map(({ sentence }) => sentence)).toContain(
    'harbour gave no timestamp when asked: no route to it',
  )
})

test('a folder that is there already is never written over', async () => {
  const before = readFileSync(join(bag, 'seal', 'statement.json'))
  await expect(writeFolder(workshopPackage.evidence, bag)).rejects.toThrow(/not empty|exist/)
  expect(readFileSync(join(bag, 'seal', 'statement.json'))).toEqual(before)
})

test('names that some system cannot write, or that are one file on some, are refused', async () => {
  const item = workshopPackage.options.items[0]!
  const pack = (...paths: string[]) =>
    packEvidence({
      ...workshopPackage.options,
      custody: [],
      items: paths.map((path, index) => ({ ...item, name: `item${index}`, path })),
    })
  await expect(pack('../page.html')).rejects.toThrow(/characters other than/)
  await expect(pack('items/页.html')).rejects.toThrow(/characters other than/)
  await expect(pack('items/a.html', 'items/A.html')).rejects.toThrow(/two items are called/)
})
