import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { enginesHere, isEndurance } from '@touchstone/server/testing/engines'
import { freePort } from '@touchstone/server/testing/free-port'
import { createOnce } from '@touchstone/server/testing/shared-folder'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { backups, canMount, runContainerSteps } from './container-steps.ts'
import { commandIn, readDockerfile, variablesIn, wordsIn } from './dockerfile.ts'
import { digestOf, packFolder } from './pack-folder.ts'
import { root } from './places.ts'
import { stageProgram, version } from './stage-program.ts'

const deploy = join(root, 'docs', 'operator', 'deploy')
const stages = readDockerfile(readFileSync(join(deploy, 'Dockerfile'), 'utf8'))
const stage = (name: string) => stages.find((one) => one.name === name)!
const compose = readFileSync(join(deploy, 'compose.yaml'), 'utf8')

test('the image runs the server as its own user, and nothing else in it belongs to that user', () => {
  const server = stage('server')
  expect(wordsIn(server, 'USER')).toEqual(['10001:10001'])
  expect([...commandIn(server, 'ENTRYPOINT'), ...commandIn(server, 'CMD')]).toEqual([
    '/opt/touchstone/bin/touchstone',
    'serve',
  ])
  expect(wordsIn(server, 'VOLUME')).toContain(variablesIn(server)['DATA_DIR'])
  expect(wordsIn(server, 'VOLUME')).toContain(backups)
  expect(commandIn(server, 'HEALTHCHECK').join(' ')).toContain('/ready')
  // Chromium only where it was asked for, and not as root.
  const [without, withChromium] = [server, stage('chromium')].map(({ instructions }) =>
    instructions.filter(({ text }) => text.includes('chromium')),
  )
  expect([without?.length, withChromium?.length]).toEqual([0, 1])
  expect(stage('chromium').instructions.at(-1)).toEqual({ name: 'USER', text: '10001:10001' })
  expect(stages.at(-1)).toMatchObject({ from: 'server', instructions: [] })
})

test('Compose runs it on PostgreSQL 17 with a read-only root, and every secret is a file', () => {
  for (const line of ['image: postgres:17', 'read_only: true', 'cap_drop: [ALL]']) {
    expect(compose).toContain(line)
  }
  const secrets = [...compose.matchAll(/(\w+)_FILE: \/run\/secrets\/(\w+)/g)].map(
    ([, , name = '']) => name,
  )
  const [, files = ''] = /^secrets:\n([^]*)/m.exec(compose) ?? []
  expect(secrets.length).toBe(3)
  for (const name of secrets) expect(files).toContain(`  ${name}:\n    file: secrets/${name}`)
  expect(compose).not.toMatch(/(PASSWORD|DATABASE_URL|SECRET_KEY): /)
})

const why = canMount ? '' : ' (left out: nothing can be mounted here)'
describe.skipIf(!canMount)(`the Dockerfile’s lines in an empty folder${why}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-image-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  beforeAll(async () => {
    await createOnce('console', async () => {
      const script = join(root, 'scripts', 'build-console.mjs')
      execFileSync(process.execPath, ['--conditions=touchstone-source', script], { stdio: 'pipe' })
    })
    // Another user passes through.
    chmodSync(folder, 0o755)
    const program = join(folder, `touchstone-${version()}`)
    mkdirSync(program)
    await stageProgram(program, 1_700_000_000)
    const archive = `touchstone-${version()}-linux-x64.tar.gz`
    await packFolder(program, join(folder, archive), 1_700_000_000)
    rmSync(program, { recursive: true })
    const digest = await digestOf(join(folder, archive))
    writeFileSync(join(folder, `${archive}.sha256`), `${digest}  ${archive}\n`)
  })

  // One store here, since each step starts a server; `npm run test:endurance` takes both.
  const engines = isEndurance ? enginesHere() : enginesHere().slice(-1)
  test.each(engines.map((engine) => [engine.name, engine] as const))(
    'start, take over the kept release, back up, lose everything and restore it on %s',
    async (name, engine) => {
      const context = join(folder, name)
      mkdirSync(context)
      execFileSync('bash', ['-c', `ln ${folder}/touchstone-*.tar.gz* ${context}`])
      const addressOf = async (): Promise<Record<string, string>> => {
        const store = await engine.newStore('empty')
        return store.engine === 'postgresql' ? { DATABASE_URL: store.ownerUrl.reveal() } : {}
      }
      const environment = {
        PORT: String(await freePort()),
        LOG_LEVEL: 'error',
        CHROMIUM_PATH: '/none',
      }
      const { code, output } = await runContainerSteps({
        context,
        kept: join(root, 'packages', 'server', 'test', 'releases'),
        environment: { ...environment, ...(await addressOf()) },
        steps: [
          ['backup', 'restore', '/mnt/0.2.0'],
          ['doctor', '--deep'],
          'start',
          ['backup', 'create', backups],
          'stop',
          'wipe',
          { ...(await addressOf()) },
          ['backup', 'restore', backups],
          ['doctor', '--deep'],
          'start',
          'stop',
        ],
      })
      expect([code, output]).toEqual([0, expect.stringContaining('every step succeeded')])
      const sealed = output.match(/ok +evidence +6 seals, 18 files and 6 entries/g)
      expect(sealed).toHaveLength(2)
      expect(output.match(/ok +audit log +\d+ logs intact/g)).toHaveLength(2)
      expect(output.match(/ok +schema/g)).toHaveLength(2)
      expect(output).toMatch(/touch: cannot touch .*: Read-only file system/)
    },
  )
})
