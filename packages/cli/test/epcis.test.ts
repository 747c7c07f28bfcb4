import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCli } from './run-cli.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'touchstone-epcis-'))
})
afterAll(() => rm(folder, { recursive: true }))

const event = {
  type: 'ObjectEvent',
  eventTime: '2026-03-04T11:00:30+01:00',
  eventTimeZoneOffset: '+01:00',
  action: 'ADD',
  epcList: ['https://id.maker.example/01/04006381333931/21/A7'],
}
const documentOf = (...eventList: object[]) =>
  JSON.stringify({
    '@context': 'https://ref.gs1.org/standards/epcis/epcis-context.jsonld',
    type: 'EPCISDocument',
    schemaVersion: '2.0',
    creationDate: '2026-03-04T12:00:00Z',
    epcisBody: { eventList },
  })

test('each document of a folder is taken with hash ids, or refused with pointers', async () => {
  const below = join(folder, 'in', 'more')
  await mkdir(below, { recursive: true })
  await writeFile(join(folder, 'in', 'good.jsonld'), documentOf(event))
  await writeFile(join(below, 'bad.json'), documentOf({ ...event, action: 'CREATE' }))
  await writeFile(join(below, 'broken.json'), '{"type":')
  await writeFile(join(below, 'notes.txt'), 'no document')
  const out = join(folder, 'out.ndjson')
  expect(await runCli(['epcis', 'check', '--in', join(folder, 'in'), '--out', out])).toEqual({
    code: 0,
    out: '',
    err: 'Checked 3 documents: 2 with problems.\n',
  })
  const lines = (await readFile(out, 'utf8')).trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { file: 'good.jsonld', ok: true, problems: [], hashes: [expect.stringMatching(/^ni:/)] },
    {
      file: 'more/bad.json',
      ok: false,
      problems: [{ pointer: '/epcisBody/eventList/0/action' }],
      hashes: [],
    },
    { file: 'more/broken.json', ok: false, problems: [{ pointer: '' }], hashes: [] },
  ])
})

test('a folder that is none is refused', async () => {
  const { code, err } = await runCli(['epcis', 'check', '--in', join(folder, 'none'), '--out', '-'])
  expect(code).toBe(1)
  expect(err).toContain('none is no folder that can be read')
})
