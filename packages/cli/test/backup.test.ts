import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { putStore } from '@touchstone/server/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCli, type Ran } from './run-cli.ts'

const root = mkdtempSync(join(tmpdir(), 'touchstone-cli-backup-'))
afterAll(() => rmSync(root, { recursive: true }))

const dataDir = join(root, 'data')
const folder = join(root, 'backups')
const keyFile = join(root, 'backup.key')
writeFileSync(keyFile, randomBytes(32).toString('base64'))

const run = (args: string): Promise<Ran> =>
  runCli(args.split(' '), {
    env: {
      DATA_DIR: dataDir,
      DATABASE_URL: '',
      DATABASE_APP_URL: '',
      SECRET_KEY: '',
      PORT: '0',
      CHROMIUM_PATH: join(root, 'none'),
    },
  })

let created: Ran
beforeAll(async () => {
  await putStore(dataDir)
  await run('organisations create --kind marketplace --slug market-a --name Market')
  await run('evidence rotate-key --organisation market-a')
  created = await run(`backup create ${folder} --key ${keyFile}`)
})

test('backs up the installation and prints the name of the backup', () => {
  expect(created).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^\d{8}T\d{6}Z\n$/) as string,
    err: expect.stringMatching(
      /^Backed up \d+ rows of \d+ tables and \d+ files \(.*\) to .*; \d+ files \(.*\) were new\.\n$/,
    ) as string,
  })
  const open = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => (statSync(join(folder, name)).mode & 0o077) !== 0,
  )
  expect(open).toEqual([])
})

test('restores it after everything was lost, and doctor finds nothing missing', async () => {
  rmSync(dataDir, { recursive: true })
  expect(await run(`backup restore ${folder} --key ${keyFile}`)).toMatchObject({
    code: 0,
    err: expect.stringMatching(/^Restored \d{8}T\d{6}Z to .*: \d+ rows of \d+ tables/) as string,
  })
  const after = await run('doctor --deep')
  expect(after.out).toMatch(/^ok {4}keys +.* match the store$/m)
  expect(after.out).toMatch(/^ok {4}audit log +/m)
  expect(after.out).toMatch(/^ok {4}evidence +0 seals, 0 files and 0 entries/m)
  expect(after).toMatchObject({ code: 0, err: '' })
  expect((await run('evidence keys --organisation market-a')).out).toMatch(/in use/)
  expect(await run(`backup restore ${folder} --key ${keyFile}`)).toMatchObject({
    code: 1,
    err: expect.stringContaining('is not empty (it contains') as string,
  })
})

test('names what is wrong with a folder, a key and a backup', async () => {
  const outcomes = [
    [`backup verify ${root}/none`, 'cannot be read (ENOENT)'],
    [`backup verify ${root}`, 'there is no backup in'],
    [`backup verify ${folder}`, 'is encrypted: name its key file with --key'],
    [`backup verify ${folder} --backup none --key ${keyFile}`, 'there is no backup none in'],
    [`backup verify ${folder} --key ${root}/none`, 'the key file'],
    [`backup restore ${folder} --backup none --key ${keyFile}`, 'choose one of 2'],
  ] as const
  for (const [args, sentence] of outcomes) {
    expect(await run(args)).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining(sentence) as string,
    })
  }
})
