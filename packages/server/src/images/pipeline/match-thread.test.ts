import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { copyOf, photograph } from '../../../test/photographs.ts'
import type { IndexEntry } from './match-thread.ts'
import { openImagePipeline, type ImagePipeline } from './image-pipeline.ts'

let works: ImagePipeline
let folder: string
let original: IndexEntry
let copy: IndexEntry
let copyOfCopy: IndexEntry
let other: IndexEntry

async function addImage(bytes: Buffer, ...owners: string[]): Promise<IndexEntry> {
  const name = await works.archive.store(bytes)
  expect(await works.describer.describeStored(name)).toMatchObject({ ok: true })
  return { name, path: works.archive.pathOf(name, 'description'), owners }
}

beforeAll(async () => {
  folder = mkdtempSync(`${tmpdir()}/touchstone-matching-`)
  works = openImagePipeline(folder)
  const bytes = await photograph(15)
  original = await addImage(bytes, 'house', 'third')
  copy = await addImage(await copyOf(bytes), 'rival')
  copyOfCopy = await addImage(await copyOf(await copyOf(bytes)))
  other = await addImage(await photograph(16), 'house')
  await works.matcher.add('references', [original, copy, other])
  await works.matcher.add('seen', [original, copy, copyOfCopy, other])
})
afterAll(async () => {
  await works?.close()
  rmSync(folder, { recursive: true, force: true })
})

const matchesOf = async ({ path }: IndexEntry): Promise<string[]> =>
  (await works.matcher.match(path)).map(({ reference }) => reference)

test('a reference of one owner hides none of another’s', async () => {
  expect(await matchesOf(copy)).toEqual([copy.name, original.name])
  expect(new Set(await matchesOf(copyOfCopy))).toEqual(new Set([original.name, copy.name]))
  expect(await matchesOf(other)).toEqual([other.name])
})

test('all images that show the same photograph are found among those seen', async () => {
  const alike = await works.matcher.alike(original.path, 50)
  expect(new Set(alike)).toEqual(new Set([original, copy, copyOfCopy].map(({ name }) => name)))
  expect(await works.matcher.alike(original.path, 2)).toHaveLength(2)
})

test('how one shows another is explained, by points in the same order', async () => {
  const match = await works.matcher.explain(copy.path, original.path)
  expect(match).toMatchObject({ kind: 'mirrored', transformation: { mirrored: true } })
  expect(match!.queryPoints).toHaveLength(match!.referencePoints.length)
  expect(await works.matcher.explain(other.path, original.path)).toBeUndefined()
})

test('removed images are no longer found, and missing ones are not added', async () => {
  expect(await works.matcher.remove('seen', [copy.name])).toBe(1)
  expect(await works.matcher.remove('seen', [copy.name])).toBe(0)
  expect(await works.matcher.alike(original.path, 50)).not.toContain(copy.name)
  const nowhere = { name: 'x', path: `${folder}/nowhere` }
  expect(await works.matcher.add('references', [nowhere])).toBe(0)
  await expect(works.matcher.match(nowhere.path)).rejects.toThrow('ENOENT')
  expect(await matchesOf(original)).toContain(original.name)
})
