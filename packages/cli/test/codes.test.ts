import { expect, test } from 'vitest'
import { runCli } from './run-cli.ts'

const parse = (lines: readonly string[]) =>
  runCli(['codes', 'parse', '--in', '-', '--out', '-'], { input: `${lines.join('\n')}\n` })

test('each code is read or refused in order, with the place of its problem', async () => {
  const { code, out, err } = await parse([
    '{"mode":"scan","input":"]d20104006381333931\\u001d21A7"}',
    '{"mode":"data","input":"https://a.example/01/04006381333932"}',
    '{"mode":"data","input":"a note"}',
    'no JSON',
  ])
  expect([code, err]).toEqual([0, 'Answered 3 lines, 1 line unusable.\n'])
  expect(
    out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual([
    {
      ok: true,
      elements: '(01)04006381333931(21)A7',
      uri: 'https://id.gs1.org/01/04006381333931/21/A7',
    },
    {
      ok: false,
      problem: {
        code: 'check-digit',
        at: 34,
        length: 1,
        params: { ai: '01' },
        message: 'The check digit of (01) is wrong: a digit was misread or mistyped.',
      },
    },
    { ok: true, elements: '', uri: '' },
    { error: 'not an object {mode, input} with mode data, scan or ai' },
  ])
})

test('a file without a usable line is refused', async () => {
  expect((await parse(['{"mode":"speech","input":"x"}'])).code).toBe(1)
})
