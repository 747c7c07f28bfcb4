import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { readdirSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { putStore } from '@touchstone/server/testing'
import { freePort } from '@touchstone/server/testing/free-port'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lacking, readRecipe, root } from './read-recipe.ts'
import { beginCli, type Command } from './run-cli.ts'

const missing = ['bash', 'curl'].filter((name) => spawnSync(name, ['--version']).status !== 0)
const why = missing.length === 0 ? '' : ` (left out: no ${missing.join(', no ')})`
// In the order of docs/api.md: later pages continue with the listings of earlier ones.
const pages = [
  'api.md',
  ...['pre-publish-gate', 'nightly-feed', 'review-round-trip', 'catalog-sync', 'webhook'].map(
    (name) => `recipes/${name}.md`,
  ),
]
const mark = '=== end of block ==='

describe.skipIf(missing.length > 0)(`the recipes${why}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-recipes-'))
  const shells: ChildProcess[] = []
  const env: Record<string, string> = {
    DATA_DIR: join(folder, 'store'),
    DATABASE_URL: '',
    DATABASE_APP_URL: '',
    SECRET_KEY: '',
    PATH: `${folder}/bin:${root}/node_modules/.bin:${process.env['PATH']}`,
    NODE_OPTIONS: '--conditions=touchstone-source',
  }
  let server: Command

  beforeAll(() => putStore(join(folder, 'store')))
  beforeAll(async () => {
    mkdirSync(join(folder, 'bin'))
    const program = `${root}/packages/cli/src/main.ts`
    writeFileSync(join(folder, 'bin/touchstone'), `#!/bin/sh\nexec node '${program}' "$@"\n`)
    chmodSync(join(folder, 'bin/touchstone'), 0o755)
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
    const port = await freePort()
    env['HOOK_PORT'] = String(port)
    env['HOOK'] = `http://127.0.0.1:${port}/touchstone`
    server = beginCli(['serve'], { ...env, PORT: '0', OUTBOUND_ALLOW: `127.0.0.1:${port}` })
    const [, url = ''] = await server.waitFor(/listens at (\S+)/)
    env['URL'] = url
  })
  afterAll(async () => {
    // A receiver left running by a recipe ends with its shell's process group.
    for (const { pid } of shells) endGroup(pid)
    server.signal('SIGTERM')
    await server.ended
    rmSync(folder, { recursive: true })
  })

  /** The standard output of each block. */
  async function run(blocks: readonly { shell: string }[]): Promise<string[]> {
    const script = [
      'set -euo pipefail',
      // Quiet, and fails on each refusal, with the response on its own line.
      'curl() { command curl -sS --fail-with-body "$@" || return; echo; }',
      ...blocks.map(({ shell }) => `${shell}\necho; echo '${mark}'`),
    ].join('\n')
    const shell = spawn('bash', ['-c', script], {
      cwd: folder,
      env: { ...process.env, ...env },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    shells.push(shell)
    const output = { out: '', err: '' }
    shell.stdout.setEncoding('utf8').on('data', (text: string) => (output.out += text))
    shell.stderr.setEncoding('utf8').on('data', (text: string) => (output.err += text))
    const [code] = (await once(shell, 'exit')) as [number | null]
    expect([code, code === 0 ? '' : `${output.out}\n${output.err}`]).toEqual([0, ''])
    return output.out.split(`${mark}\n`).slice(0, -1)
  }

  test('every recipe is tested here', () => {
    expect(
      readdirSync(join(root, 'docs/recipes'))
        .map((name) => `recipes/${name}`)
        .sort(),
    ).toEqual(pages.slice(1).sort())
  })

  test.each(pages)('%s runs as it stands and answers what it promises', async (page) => {
    const { blocks, files } = readRecipe(page)
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
    const outputs = await run(blocks)
    expect(blocks.filter(({ promise }) => promise !== undefined)).not.toEqual([])
    for (const [at, { shell, promise }] of blocks.entries()) {
      if (promise === undefined) continue
      const answer = lastJson(outputs[at] ?? '')
      expect([shell, lacking(promise, answer), answer]).toEqual([shell, [], answer])
    }
  })
})

/** The last answer written: one line of a program, or the whole output of a command. */
function lastJson(output: string): unknown {
  const lines = output.trim().split('\n')
  for (let from = lines.length - 1; from >= 0; from--) {
    try {
      const value: unknown = JSON.parse(lines.slice(from).join('\n'))
      if (typeof value === 'object') return value
    } catch {
      // The answer started on an earlier line.
    }
  }
  return output
}

function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL')
  } catch {
    // The group has already ended.
  }
}
