import { existsSync } from 'node:fs'
import { cp, mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { putStore } from '@touchstone/server/testing'
import { asDatabaseOwner } from '@touchstone/server/testing/database-owner'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { beginCli, runCli, type Command, type Ran } from './run-cli.ts'

let folder: string
let env: Record<string, string>
let server: Command | undefined

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'touchstone-audit-'))
  env = {
    PORT: '0',
    DATA_DIR: join(folder, 'data'),
    PICTURES: 'off',
    CHROMIUM_PATH: join(folder, 'none'),
  }
  await putStore(join(folder, 'data'))
})
afterAll(async () => {
  server?.signal('SIGTERM')
  await server?.ended
  await rm(folder, { recursive: true })
})

const doctor = (...args: string[]): Promise<Ran> => runCli(['doctor', ...args], { env })
const lineOf = ({ out }: Ran): string =>
  out.split('\n').find((line) => line.includes('audit log ')) ?? ''

test('serve seals the audit logs, and doctor detects entries removed outside the program', async () => {
  const created = await runCli(
    ['organisations', 'create', '--kind', 'host', '--slug', 'one', '--name', 'One'],
    { env },
  )
  expect(created.code).toBe(0)
  server = beginCli(['serve'], env)
  await server.waitFor(/Touchstone listens at/)
  const heads = join(folder, 'data', 'audit-heads')
  const files = async (): Promise<string[]> => (existsSync(heads) ? readdir(heads) : [])
  await expect.poll(async () => (await files()).length).toBe(2)
  // Run by the server, which has the store open.
  const sealed = await doctor()
  expect(lineOf(sealed)).toMatch(/^ok .* 2 logs intact, [1-9]/)
  expect(sealed.code).toBe(0)
  server.signal('SIGTERM')
  await server.ended

  const name = (await files()).find((file) => !file.startsWith('installation')) ?? ''
  const savedHead = join(folder, 'kept.json')
  await cp(join(heads, name), savedHead)
  const log = name.replace('.json', '')
  const tables = ['audit_events', 'audit_logs', 'audit_log_nodes', 'audit_log_heads']
  await asDatabaseOwner(
    { engine: 'embedded', dataDir: join(folder, 'data') },
    tables,
    async (query) => {
      await query('delete from audit_events where organisation_id = $1', [log])
      await query('delete from audit_log_nodes where log_id = $1', [log])
      await query('delete from audit_log_heads where log_id = $1', [log])
      await query('update audit_logs set size = 0 where id = $1', [log])
    },
  )

  // Both the head in the folder and the saved one reveal it.
  const cut = await doctor('--audit-head', savedHead)
  expect(cut.code).toBe(1)
  const { head } = JSON.parse(await readFile(savedHead, 'utf8')) as { head: { size: number } }
  for (const file of [join(heads, name), savedHead]) {
    expect(cut.out).toMatch(
      new RegExp(
        `BAD .*${log}: The log was truncated: it has 0 entries, but the head in ${file} of .* covers ${head.size}`,
      ),
    )
  }
})
