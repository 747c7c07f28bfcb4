import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onOneEngine } from '@touchstone/server/testing/engines'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { root } from './read-recipe.ts'
import { beginCli, runCli, startCli, type Ran } from './run-cli.ts'

const folder = mkdtempSync(join(tmpdir(), 'touchstone-restore-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A backup of an installation with six seals. */
const kept = join(root, 'packages', 'server', 'test', 'releases', '0.2.0')

onOneEngine((engine) => {
  let env: Record<string, string>
  let dataDir: string
  beforeEach(async () => {
    const store = await engine.newStore('empty')
    dataDir = mkdtempSync(join(folder, 'data-'))
    env = {
      DATA_DIR: dataDir,
      DATABASE_URL: store.engine === 'postgresql' ? store.ownerUrl.reveal() : '',
      DATABASE_APP_URL: '',
      SECRET_KEY: '',
      PORT: '0',
      CHROMIUM_PATH: join(folder, 'none'),
    }
  })
  const run = (...args: string[]): Promise<Ran> => runCli(args, { env })

  async function expectSound(): Promise<void> {
    const { code, out } = await run('doctor', '--deep')
    expect(out).toMatch(/^ok {4}keys +.* match the store$/m)
    expect(out).toMatch(/^ok {4}schema +as its \d+ migrations make it/m)
    expect(out).toMatch(/^ok {4}audit log +\d+ logs intact/m)
    expect(out).toMatch(/^ok {4}evidence +6 seals, 18 files and 6 entries of the evidence log/m)
    expect(out).not.toContain('BAD')
    expect(code).toBe(0)
  }

  test('every seal and log proof verifies after a restore, and after one that was killed before', async () => {
    const restoring = startCli(['backup', 'restore', kept], env)
    const inside = join(dataDir, 'restoring', engine.name === 'embedded' ? 'store' : 'blobs')
    await vi.waitFor(() => expect(existsSync(inside)).toBe(true), 300_000)
    restoring.child.kill('SIGKILL')
    await restoring.ended
    for (const args of [['backup', 'create', join(folder, 'none')], ['serve']]) {
      expect(await run(...args)).toMatchObject({
        code: 1,
        err: expect.stringContaining('contains a restore that was not completed') as string,
      })
    }
    rmSync(join(dataDir, 'restoring'), { recursive: true })
    // A server of PostgreSQL learns of the end of a process with its next answer.
    await expect.poll(async () => (await run('backup', 'restore', kept)).err).toMatch(/^Restored /)
    await expectSound()
  })

  test('a server with BACKUP_DIR makes backups on its schedule, which can be restored', async () => {
    await run('backup', 'restore', kept)
    const backups = mkdtempSync(join(folder, 'backups-'))
    const server = beginCli(['serve'], {
      ...env,
      BACKUP_DIR: backups,
      BACKUP_SCHEDULE: '* * * * *',
      LOG_LEVEL: 'error',
    })
    await server.waitFor(/listens at/)
    const names = (): string[] => readdirSync(backups).filter((name) => name.endsWith('.json'))
    await expect.poll(names, { timeout: 400_000, interval: 500 }).not.toEqual([])
    server.signal('SIGTERM')
    await server.ended
    expect(await run('backup', 'verify', backups)).toMatchObject({ code: 0 })
    rmSync(dataDir, { recursive: true })
    const store = await engine.newStore('empty')
    if (store.engine === 'postgresql') env['DATABASE_URL'] = store.ownerUrl.reveal()
    expect(await run('backup', 'restore', backups)).toMatchObject({ code: 0 })
    await expectSound()
  })
})
