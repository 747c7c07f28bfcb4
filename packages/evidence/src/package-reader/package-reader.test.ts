import {
  createWriteStream,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { afterAll, expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { verifyPackage } from '../verification/index.ts'
import { digestOfFile, openPackage, UnreadableFile, UnreadablePackage } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'touchstone-reading-'))
afterAll(() => rmSync(folder, { recursive: true }))

type Entry = [name: string, bytes: Buffer, mode?: number]

/** An archive with names that no honest program writes: they are inserted after packing. */
async function archive(
  name: string,
  entries: Entry[],
  swaps: [string, string][] = [],
): Promise<string> {
  const zip = new ZipFile()
  for (const [path, bytes, mode = 0o100644] of entries) zip.addBuffer(bytes, path, { mode })
  zip.end()
  const path = join(folder, name)
  await pipeline(zip.outputStream, createWriteStream(path))
  if (swaps.length === 0) return path
  let text = readFileSync(path).toString('latin1')
  for (const [from, to] of swaps) text = text.replaceAll(from, to)
  writeFileSync(path, Buffer.from(text, 'latin1'))
  return path
}

const faultsOf = async (path: string): Promise<string[]> => {
  const files = await openPackage(path)
  await files.close()
  return files.faults.map(({ sentence }) => sentence)
}

test('names in an archive that lead out of it are reported and not read', async () => {
  const entry = (name: string): Entry[] => [
    ['bagit.txt', Buffer.of(1)],
    [name, Buffer.of(2)],
  ]
  const up = await archive('up.zip', entry('xx/yy/passwd'), [['xx/yy/passwd', '../../passwd']])
  const root = await archive('root.zip', entry('xetc/passwd'), [['xetc/passwd', '/etc/passwd']])
  const drive = await archive('drive.zip', entry('xx/passwd'), [['xx/passwd', 'c:\\passwd']])
  expect(await faultsOf(up)).toEqual(['Its name leads out of the package or through its folders.'])
  expect(await faultsOf(root)).toEqual(['Its name does not start in the package.'])
  expect(await faultsOf(drive)).toEqual(['Its name contains a backslash.'])
})

test('a link in an archive is reported and not followed', async () => {
  const link: Entry = ['data/link', Buffer.from('/etc/passwd'), 0o120777]
  expect(await faultsOf(await archive('link.zip', [['bagit.txt', Buffer.of(1)], link]))).toEqual([
    'It is a link or a device, not a file, and was not read.',
  ])
})

test('two files with one name in an archive are reported, because readers differ in which they take', async () => {
  const entries: Entry[] = [
    ['bagit.txt', Buffer.of(1)],
    ['data/one', Buffer.of(1)],
    ['data/two', Buffer.of(2)],
  ]
  const twins = await archive('twins.zip', entries, [['data/two', 'data/One']])
  expect(await faultsOf(twins)).toEqual(['The archive contains two files with the name data/one.'])
})

test('a bomb is refused before it is unpacked', async () => {
  const zeros = Buffer.alloc(30 * 1024 ** 2)
  const bomb = await archive('bomb.zip', [
    ['bagit.txt', Buffer.of(1)],
    ['data/zeros', zeros],
  ])
  await expect(openPackage(bomb)).rejects.toThrow(UnreadablePackage)
  const many = Array.from({ length: 30 }, (_, index): Entry => [`data/${index}`, Buffer.of(index)])
  const crowd = await archive('crowd.zip', many)
  await expect(openPackage(crowd, { files: 20, bytes: 1000, ratio: 10 })).rejects.toThrow(
    /more than 20/,
  )
  await expect(openPackage(crowd, { files: 50, bytes: 20, ratio: 10 })).rejects.toThrow(
    /unpacks to more/,
  )
})

test('a damaged file in an archive is reported for that file', async () => {
  const text = Buffer.from('What the page said. '.repeat(50))
  const path = await archive('hurt.zip', [
    ['bagit.txt', Buffer.of(1)],
    ['data/page', text],
  ])
  const bytes = readFileSync(path)
  // The compressed bytes follow the name in the local header.
  const at = bytes.indexOf('data/page') + 'data/page'.length + 8
  bytes.fill(0xff, at, at + 10)
  writeFileSync(path, bytes)
  const files = await openPackage(path)
  await expect(digestOfFile(files, 'data/page')).rejects.toThrow(UnreadableFile)
  await files.close()
})

test('a file that the archive calls by two names is not read', async () => {
  const path = await archive('named.zip', [
    ['bagit.txt', Buffer.of(1)],
    ['data/page', Buffer.of(2)],
  ])
  const bytes = readFileSync(path)
  bytes.write('data/PAGE', bytes.indexOf('data/page'))
  writeFileSync(path, bytes)
  const files = await openPackage(path)
  await expect(digestOfFile(files, 'data/page')).rejects.toThrow(/their name there differs/)
  await files.close()
})

test('files that a program added beside the package in its archive are reported, and the package is read', async () => {
  const path = await archive('beside.zip', [
    ['offer/bagit.txt', Buffer.of(1)],
    ['offer/data/page', Buffer.of(2)],
    ['__MACOSX/offer/._bagit.txt', Buffer.of(3)],
  ])
  const files = await openPackage(path)
  await files.close()
  expect([...files.sizes.keys()]).toEqual(['bagit.txt', 'data/page'])
  expect(files.faults).toEqual([
    {
      path: '__MACOSX/offer/._bagit.txt',
      sentence: 'It is beside the package offer, not in it.',
    },
  ])
})

test('links in a folder are reported and not followed', async () => {
  const path = join(folder, 'linked')
  mkdirSync(join(path, 'data'), { recursive: true })
  writeFileSync(join(path, 'bagit.txt'), 'x')
  symlinkSync('/etc', join(path, 'data', 'etc'))
  const files = await openPackage(path)
  expect(files.faults.map((fault) => fault.path)).toEqual(['data/etc'])
  expect([...files.sizes.keys()]).toEqual(['bagit.txt'])
})

test('an empty folder in an archive is reported, and one with content is not', async () => {
  const path = join(folder, 'hollow.zip')
  const zip = new ZipFile()
  for (const name of ['offer/', 'offer/data/', 'offer/data/more/']) zip.addEmptyDirectory(name)
  zip.addBuffer(Buffer.of(1), 'offer/bagit.txt')
  zip.end()
  await pipeline(zip.outputStream, createWriteStream(path))
  const files = await openPackage(path)
  await files.close()
  expect([...files.sizes.keys()]).toEqual(['bagit.txt'])
  expect(files.faults.map((fault) => fault.path)).toEqual(['offer/data/more'])
})

test('anything but a folder or an archive cannot be read', async () => {
  const text = join(folder, 'note.txt')
  writeFileSync(text, 'not an archive')
  await expect(openPackage(text)).rejects.toThrow(/neither a folder nor a ZIP archive/)
  await expect(openPackage(join(folder, 'nothing'))).rejects.toThrow(/does not exist/)
  const empty = join(folder, 'empty')
  mkdirSync(empty)
  const files = await openPackage(empty)
  await expect(verifyPackage(files)).rejects.toThrow(/empty is not an evidence package/)
})
