import {
  chmodSync,
  chownSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { newOrganisation } from '../../../test/builders.ts'
import { openStore } from '../db/index.ts'
import { dataDirProblem, openDataDir } from './data-dir.ts'

const root = mkdtempSync(join(tmpdir(), 'touchstone-data-dir-'))
afterAll(() => rmSync(root, { recursive: true }))

let folders = 0
function newFolder(mode = 0o700): string {
  const path = join(root, `data-${++folders}`)
  mkdirSync(path)
  chmodSync(path, mode)
  return path
}

/** What group and others may access below a folder. */
function openBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isSymbolicLink())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => (lstatSync(path).mode & 0o077) !== 0)
}

describe.skipIf(process.platform === 'win32')('DATA_DIR', () => {
  test('is made for its owner alone, with the folders above it', () => {
    const path = join(root, 'above', 'data')
    openDataDir(path)
    expect([path, join(root, 'above')].map((place) => statSync(place).mode & 0o777)).toEqual([
      0o700, 0o700,
    ])
  })

  test.each([0o755, 0o750, 0o710, 0o701, 0o702, 0o770])(
    'that others may enter (%o) is refused with the command that closes it, and left as it is',
    (mode) => {
      const path = newFolder(mode)
      expect(() => openDataDir(path)).toThrow(`run chmod 700 ${path}, then start again`)
      expect(statSync(path).mode & 0o777).toBe(mode)
      chmodSync(path, 0o700)
      openDataDir(path)
    },
  )

  test.skipIf(process.geteuid?.() !== 0)(
    'that belongs to another user is refused, and taken once it is the server’s own',
    () => {
      const path = newFolder()
      chownSync(path, 65_534, 65_534)
      expect(() => openDataDir(path)).toThrow(`run chown -R 0 ${path}, then start again`)
      chownSync(path, 0, 0)
      const elsewhere = newFolder()
      symlinkSync(elsewhere, join(path, 'pictures'))
      chownSync(elsewhere, 65_534, 65_534)
      expect(dataDirProblem(path)).toContain('belongs to another user of this machine (uid 65534)')
      chownSync(elsewhere, 0, 0)
      openDataDir(path)
    },
  )

  test('is named for the shell where its name needs quotes', () => {
    const path = join(root, "a user's data")
    mkdirSync(path)
    chmodSync(path, 0o755)
    expect(dataDirProblem(path)).toContain(`run chmod 700 '${root}/a user'\\''s data'`)
  })

  test('restricts access to everything in it, and follows no link', () => {
    const path = newFolder()
    const outside = join(root, 'outside.txt')
    writeFileSync(outside, '')
    chmodSync(outside, 0o644)
    symlinkSync(outside, join(path, 'link'))
    mkdirSync(join(path, 'blobs', 'ab'), { recursive: true })
    writeFileSync(join(path, 'blobs', 'ab', 'blob'), '')
    writeFileSync(join(path, 'secret.key'), '')
    for (const folder of ['blobs', 'blobs/ab']) chmodSync(join(path, folder), 0o755)
    for (const file of ['blobs/ab/blob', 'secret.key']) chmodSync(join(path, file), 0o666)
    expect(openBelow(path)).toHaveLength(4)
    openDataDir(path)
    expect(openBelow(path)).toEqual([])
    expect(statSync(join(path, 'blobs/ab/blob')).mode & 0o777).toBe(0o600)
    expect(statSync(outside).mode & 0o777).toBe(0o644)
  })

  test('is refused where a folder that it links to is open', () => {
    const path = newFolder()
    const elsewhere = newFolder(0o755)
    symlinkSync(elsewhere, join(path, 'pictures'))
    expect(() => openDataDir(path)).toThrow(`run chmod 700 ${elsewhere}`)
    chmodSync(elsewhere, 0o700)
    openDataDir(path)
  })

  test('is refused where a key or a picture lies behind a link that is open', () => {
    const path = newFolder()
    const key = join(newFolder(), 'secret.key')
    writeFileSync(key, '', { mode: 0o600 })
    chmodSync(key, 0o666)
    symlinkSync(key, join(path, 'secret.key'))
    expect(() => openDataDir(path)).toThrow(`can open ${path}/secret.key, which leads to ${key}`)
    expect(() => openDataDir(path)).toThrow(`run chmod 600 ${key}`)
    chmodSync(key, 0o640)
    expect(() => openDataDir(path)).toThrow(`run chmod 600 ${key}`)
    chmodSync(key, 0o600)
    openDataDir(path)
    const nested = newFolder(0o755)
    mkdirSync(join(path, 'blobs'), { mode: 0o700 })
    symlinkSync(nested, join(path, 'blobs', 'ab'))
    expect(() => openDataDir(path)).toThrow(`run chmod 700 ${nested}`)
    chmodSync(nested, 0o700)
    openDataDir(path)
    const deep = newFolder(0o777)
    mkdirSync(join(path, 'blobs', 'cd'), { mode: 0o700 })
    symlinkSync(deep, join(path, 'blobs', 'cd', 'ef'))
    expect(dataDirProblem(path, { levels: Infinity })).toContain(`run chmod 700 ${deep}`)
  })

  test('is refused below a folder in which others may replace it', () => {
    const above = newFolder()
    const path = join(above, 'data')
    mkdirSync(path, { mode: 0o700 })
    chmodSync(above, 0o777)
    expect(() => openDataDir(path)).toThrow(`run chmod o-w ${above}`)
    // Like /tmp: users may delete only their own files.
    chmodSync(above, 0o1777)
    openDataDir(path)
    chmodSync(above, 0o777)
    const elsewhere = newFolder()
    symlinkSync(path, join(elsewhere, 'pictures'))
    expect(() => openDataDir(elsewhere)).toThrow(`run chmod o-w ${above}`)
  })

  test.skipIf(process.geteuid?.() !== 0)(
    'is refused where another user owns a link on the way, a linked key or a folder above',
    () => {
      const path = newFolder()
      const link = join(root, 'link-to-data')
      symlinkSync(path, link)
      openDataDir(link)
      lchownSync(link, 4321, 4321)
      expect(() => openDataDir(link)).toThrow(`the link ${link}, which belongs to another user`)
      const key = join(newFolder(), 'evidence.key')
      writeFileSync(key, '', { mode: 0o600 })
      chownSync(key, 4321, 4321)
      symlinkSync(key, join(path, 'evidence.key'))
      expect(() => openDataDir(path)).toThrow('belongs to another user of this machine (uid 4321)')
      const above = newFolder(0o755)
      const below = join(above, 'data')
      mkdirSync(below, { mode: 0o700 })
      chownSync(above, 4321, 4321)
      expect(() => openDataDir(below)).toThrow(`is below ${above}, which belongs to another user`)
    },
  )

  test('contains a store whose files belong to its owner alone, including later ones', async () => {
    const dataDir = newFolder()
    const before = process.umask(0o000)
    try {
      const store = await openStore({ engine: 'embedded', dataDir })
      try {
        await newOrganisation(store, 'market-a')
        expect(openBelow(dataDir)).toEqual([])
      } finally {
        await store.close()
      }
      expect(openBelow(dataDir)).toEqual([])
      expect(readdirSync(join(dataDir, 'store'), { recursive: true }).length).toBeGreaterThan(500)
    } finally {
      process.umask(before)
    }
  })

  test('with a store that an earlier version left open is closed when it is opened', async () => {
    const dataDir = join(root, `data-${folders}`)
    const all = readdirSync(join(dataDir, 'store'), { recursive: true, withFileTypes: true })
    for (const entry of all) chmodSync(join(entry.parentPath, entry.name), 0o777)
    chmodSync(join(dataDir, 'store'), 0o777)
    const store = await openStore({ engine: 'embedded', dataDir })
    try {
      await newOrganisation(store, 'market-b')
    } finally {
      await store.close()
    }
    expect(openBelow(dataDir)).toEqual([])
  })
})
