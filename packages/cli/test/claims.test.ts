import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { putStore } from '@touchstone/server/testing'
import { pdf } from '@touchstone/server/testing/document-files'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openForCommands } from './command-channel.ts'
import { runCli, type Ran } from './run-cli.ts'

const root = mkdtempSync(join(tmpdir(), 'touchstone-cli-claims-'))
let opened: Awaited<ReturnType<typeof openForCommands>>
afterAll(async () => {
  await opened.close()
  rmSync(root, { recursive: true })
})
const proof = join(root, 'extract.pdf')
const proofFile = pdf('The extract of a register.')
writeFileSync(proof, proofFile)
writeFileSync(join(root, 'extract.txt'), 'The extract of a register.')

const env = { DATA_DIR: join(root, 'store'), DATABASE_URL: '', DATABASE_APP_URL: '' }
const run = (...args: string[]): Promise<Ran> => runCli(args, { env })
const entry = (organisation: string, number: string): string[] => [
  'claims',
  'submit',
  '--organisation',
  organisation,
  '--brand',
  'gucci',
  '--office',
  'EM',
  '--number',
  number,
  '--owner',
  'Velmoraq Holding',
]

describe('an operator who decides on claims at the command line', () => {
  let submitted: Ran
  beforeAll(() => putStore(join(root, 'store')))
  beforeAll(async () => {
    opened = await openForCommands(env)
    for (const [slug, kind] of [
      ['house', 'rights-holder'],
      ['rival', 'rights-holder'],
      ['customs', 'authority'],
    ]) {
      await run('organisations', 'create', '--kind', kind!, '--slug', slug!, '--name', slug!)
    }
    submitted = await run(...entry('house', '0123'), '--document', proof)
  })

  test('publishes the error ledger of an organisation, and withdraws it', async () => {
    const published = await run('organisations', 'error-ledger', 'house')
    expect(published).toMatchObject({
      code: 0,
      err: 'Anyone can now read the error ledger of house, at /error-ledgers/house.\n',
    })
    const withdrawn = await run('organisations', 'error-ledger', 'house', '--withdraw')
    expect(withdrawn).toMatchObject({
      code: 0,
      err: 'The error ledger of house is no longer public.\n',
    })
    expect((await run('organisations', 'error-ledger', 'none')).code).not.toBe(0)
  })

  test('submits one with its proof, sees it and reads the document', async () => {
    expect(submitted).toMatchObject({ code: 0, err: 'Submitted the claim of house on gucci.\n' })
    const id = submitted.out.trim()
    const { out } = await run('claims', 'list')
    expect(out).toMatch(
      new RegExp(
        `^${id}  pending  house → gucci  owner  EM 0123 Velmoraq Holding\n  proof: [0-9a-f-]{36} application/pdf ${proofFile.length} bytes\n$`,
      ),
    )
    const document = /proof: (\S+)/.exec(out)?.[1] ?? ''
    expect((await run('claims', 'document', id, document)).out).toBe(proofFile.toString())
  })

  test('approves one, and ends the contest that another brings', async () => {
    const id = submitted.out.trim()
    const outcomeOf = async (...args: string[]) => (await run('claims', ...args)).err
    expect(await outcomeOf('approve', id)).toBe('The claim of house on gucci is approved.\n')
    const second = (await run(...entry('rival', '0999'), '--reference', 'file 9')).out.trim()
    expect(await outcomeOf('approve', second)).toContain(
      'another organisation has an approved claim on this brand',
    )
    expect(await outcomeOf('contest', second, '--reason', 'older')).toContain('is contested')
    expect(
      await outcomeOf('resolve', second, '--standing', 'others', '--reason', 'void'),
    ).toContain('rival on gucci is rejected')
    expect((await run('claims', 'list', '--state', 'approved')).out).toContain(id)
    expect(await outcomeOf('revoke', id, '--reason', 'cancelled')).toContain('is revoked')
  })

  test('names who else decides on claims', async () => {
    expect((await run('claims', 'approver', 'customs')).err).toBe(
      'Admins of customs can now decide on claims.\n',
    )
    expect((await run('claims', 'approver', 'house')).err).toContain('is a rights-holder')
    expect((await run('claims', 'approver', 'customs', '--dismiss')).err).toContain(
      'can no longer decide on claims',
    )
  })

  test.each([
    [['--document', join(root, 'extract.txt')], 'is not .pdf, .png or .jpg'],
    [['--document', join(root, 'absent.pdf')], 'absent.pdf'],
    [[], 'provide the proof with --document'],
    [['--reference', 'x', '--power-of-attorney', proof], '--valid-from'],
  ])('reports what is wrong with %j', async (more, words) => {
    expect(await run(...entry('house', '1'), ...more)).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining(words) as string,
    })
  })
})
