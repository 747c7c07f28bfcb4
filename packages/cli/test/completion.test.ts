import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCli } from './run-cli.ts'

const folder = mkdtempSync(join(tmpdir(), 'touchstone-completion-'))
const scripts = new Map<string, string>()

beforeAll(async () => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { code, out, err } = await runCli(['completion', shell])
    expect([code, err]).toEqual([0, ''])
    scripts.set(shell, join(folder, shell))
    writeFileSync(join(folder, shell), out)
  }
})
afterAll(() => rmSync(folder, { recursive: true }))

/** What bash offers for the last of these words. */
function offered(...words: string[]): string[] {
  const listed = ['touchstone', ...words].map((word) => `'${word}'`).join(' ')
  const program = `source ${scripts.get('bash')}
    COMP_WORDS=(${listed}); COMP_CWORD=${words.length}; _touchstone
    printf '%s\\n' "\${COMPREPLY[@]}"`
  const { stdout, stderr } = spawnSync('bash', ['-c', program], { encoding: 'utf8' })
  expect(stderr).toBe('')
  return stdout.split('\n').filter((word) => word !== '')
}

test('bash completes commands, their own commands, options, and values of options', () => {
  expect(offered('scr')).toEqual(['screen'])
  expect(offered('codes', 'det')).toEqual(['detect'])
  expect(offered('screen', '--in', 'x.ndjson', '--det')).toEqual(['--detail'])
  expect(offered('screen', '--detail', '')).toEqual(['lean', 'full'])
  expect(offered('completion', 'z')).toEqual(['zsh'])
  // Files: the shell itself completes them.
  expect(offered('screen', '--in', '')).toEqual([])
})

describe.skipIf(!existsSync('/usr/bin/zsh'))('zsh, which this machine has', () => {
  test('takes the script', () => {
    const { stderr } = spawnSync('zsh', ['-fc', `source ${scripts.get('zsh')}; echo $+_comps`], {
      encoding: 'utf8',
    })
    expect(stderr).toBe('')
  })
})

describe.skipIf(!existsSync('/usr/bin/fish'))('fish, which this machine has', () => {
  test.each([
    ['touchstone scr', 'screen'],
    ['touchstone codes det', 'detect'],
    ['touchstone screen --detail ', 'lean'],
  ])('completes %s', (line, word) => {
    const { stdout, stderr } = spawnSync(
      'fish',
      ['--no-config', '-c', `source ${scripts.get('fish')}; complete -C '${line}'`],
      { encoding: 'utf8' },
    )
    expect(stderr).toBe('')
    expect(stdout.split('\n').map((found) => found.split('\t')[0])).toContain(word)
  })
})

test('another shell is a usage error', async () => {
  const { code, err } = await runCli(['completion', 'csh'])
  expect(code).toBe(2)
  expect(err).toContain('bash, zsh, fish')
})
