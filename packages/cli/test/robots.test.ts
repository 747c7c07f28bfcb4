import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCli } from './run-cli.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'touchstone-robots-'))
})
afterAll(() => rm(folder, { recursive: true }))

const robots = 'User-agent: Watcher\nDisallow: /private\n'
const question = (url: string): string =>
  `${JSON.stringify({ robots, agent: 'Watcher/2.1', url })}\n`

test('each line is answered in order, an unusable one by its fault', async () => {
  const [file, out] = [join(folder, 'in.ndjson'), join(folder, 'out.ndjson')]
  const lines = [
    question('https://shop.example/private/1'),
    '{"robots": 1}\n',
    question('https://shop.example/goods'),
    question('ftp://shop.example/goods'),
    question('/private'),
  ]
  await writeFile(file, lines.join(''))
  expect(await runCli(['robots', '--in', file, '--out', out])).toEqual({
    code: 0,
    out: '',
    err: 'Answered 3 lines, 2 lines unusable.\n',
  })
  const answers = (await readFile(out, 'utf8')).trimEnd().split('\n')
  expect(answers.map((line) => JSON.parse(line) as unknown)).toEqual([
    { allowed: false },
    { error: 'not an object {robots, agent, url} of texts' },
    { allowed: true },
    { error: 'url is not an http or https address' },
    { allowed: false },
  ])
})

test('a file without a usable line is refused', async () => {
  const read = await runCli(['robots', '--in', '-', '--out', '-'], { input: 'nothing\n' })
  expect(read.code).toBe(1)
  expect(read.err).toBe('Answered 0 lines, 1 line unusable.\n')
})

test('the input is not overwritten', async () => {
  const file = join(folder, 'same.ndjson')
  await writeFile(file, question('/'))
  const { code, err } = await runCli(['robots', '--in', file, '--out', file])
  expect(code).not.toBe(0)
  expect(err).toContain('--in and --out name the same file')
})
