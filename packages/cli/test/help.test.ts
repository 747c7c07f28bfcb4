import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { helpModules, loadedModules, main } from './loaded-modules.ts'
import { runCli } from './run-cli.ts'

const server = fileURLToPath(import.meta.resolve('@touchstone/server'))

test.each(['--help', '--version', 'help'])('%s loads nothing but the help', (option) => {
  expect(loadedModules(main, [option])).toEqual(helpModules('ts'))
})

test('a command loads no other command', () => {
  const loaded = loadedModules(main, ['simulate', '--help'])
  expect(loaded).toContain('commands/simulate.ts')
  expect(loaded.filter((name) => name.startsWith('commands/'))).toEqual([
    'commands/index.ts',
    'commands/options.ts',
    'commands/simulate.ts',
  ])
})

test('the server loads what not every process uses when it is first used', () => {
  const loaded = loadedModules(server, [])
  expect(loaded).toContain('kysely')
  for (const name of [
    'playwright-core',
    'pdfkit',
    'fontkit',
    'nodemailer',
    'jschardet',
    'onnxruntime-node',
    'zxing-wasm',
  ]) {
    expect(loaded).not.toContain(name)
  }
})

test('the help of a command lists its options, with --help and with the help command', async () => {
  const byOption = await runCli(['verify', '--help'])
  expect([byOption.code, byOption.err]).toEqual([0, ''])
  expect(byOption.out).toMatch(/^Usage: touchstone verify \[options\] <package>\n/)
  expect(byOption.out).toContain('--consistent-with <files...>')
  expect(await runCli(['help', 'verify'])).toEqual(byOption)
})
