import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { BackupFolder } from './backup-folder.ts'
import { dropBackups, retainedBackups } from './drop-backups.ts'
import { inOnePiece } from './file-chunks.ts'
import { manifestText } from './manifest.ts'

const root = mkdtempSync(join(tmpdir(), 'touchstone-drop-'))
afterAll(() => rmSync(root, { recursive: true }))

const rule = { daily: 2, weekly: 2, monthly: 2 }

test('the newest backup of each of the last days, weeks and months is kept', () => {
  const kept = retainedBackups(
    [
      '20261003T010000Z',
      '20261031T010000Z',
      '20261121T010000Z',
      '20261122T010000Z',
      '20261123T010000Z',
      '20261124T010000Z',
      '20261124T130000Z',
      '20261125T010000Z',
    ],
    rule,
  )
  // Wednesday and Tuesday; this week and the one before, which ended on the 22nd; November and October.
  expect([...kept].toSorted()).toEqual([
    '20261031T010000Z',
    '20261122T010000Z',
    '20261124T130000Z',
    '20261125T010000Z',
  ])
})

async function add(folder: BackupFolder, backup: string, texts: string[]): Promise<void> {
  await folder.locked(async () => {
    const files = []
    for (const text of texts) {
      const { sha256, bytes } = (await folder.write(inOnePiece(Buffer.from(text))))!
      files.push({ path: text, kind: 'blob' as const, bytes, sha256 })
    }
    const manifest = {
      backup,
      program: '1.0.0',
      createdAt: '2026-11-25T01:00:00.000Z',
      engine: 'embedded' as const,
      tables: 0,
      rows: 0,
      files,
    }
    await folder.writeManifest(backup, await manifestText(folder, manifest))
  })
}

test('dropping deletes what no backup names any more, and nothing if a manifest cannot be read', async () => {
  const folder = new BackupFolder(root, undefined)
  await add(folder, '20261123T010000Z', ['old', 'shared'])
  await add(folder, '20261124T010000Z', ['shared', 'new'])
  const once = { daily: 1, weekly: 0, monthly: 0 }
  writeFileSync(folder.manifestPath('20261122T010000Z'), '{}')
  await expect(dropBackups(folder, once)).rejects.toMatchObject({ code: 'bad-backup' })
  expect(await folder.backups()).toHaveLength(3)
  rmSync(folder.manifestPath('20261122T010000Z'))
  expect(await dropBackups(folder, once)).toEqual({
    backups: ['20261123T010000Z'],
    objects: 1,
    bytes: 3,
  })
  const objects = readdirSync(join(root, 'objects'), { recursive: true, encoding: 'utf8' })
  expect(objects.filter((name) => /[0-9a-f]{64}/.test(name))).toHaveLength(2)
})
