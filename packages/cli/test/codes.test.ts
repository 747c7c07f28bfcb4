import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { signCodeKeyList, signerOf } from '@touchstone/evidence'
import { readCodeText, signedBytesOf, withSignature } from '@touchstone/recognition/codes'
import { afterAll, beforeAll, expect, test } from 'vitest'
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

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'touchstone-codes-'))
})
afterAll(() => rm(folder, { recursive: true }))

const codeOf = (serial: string): string => `https://id.maker.example/01/04006381333931/21/${serial}`
const linesOf = (rows: readonly object[]): string =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join('')
const scan = (
  serial: string,
  day: number,
  device: string,
  [lat, lon]: readonly [number, number],
) => ({
  at: `2026-03-${String(day).padStart(2, '0')}T10:00:00Z`,
  code: codeOf(serial),
  device,
  lat,
  lon,
  accuracyKm: 0.05,
  country: 'FR',
  source: 'consumer',
})
const [paris, tokyo, lima] = [
  [48.86, 2.35],
  [35.68, 139.69],
  [-12.05, -77.04],
] as const

async function detect(change: { market?: string; country?: string } = {}) {
  const { market = 'FR', country = 'FR' } = change
  const files = {
    units: linesOf(
      ['COPIED', 'GONE', 'QUIET'].map((serial) => ({
        gtin: '04006381333931',
        serial,
        batch: 'B1',
        market,
      })),
    ),
    events: JSON.stringify({
      epcisBody: {
        eventList: [
          {
            type: 'ObjectEvent',
            eventTime: '2026-03-01T00:00:00Z',
            bizStep: 'destroying',
            epcList: [codeOf('GONE')],
          },
          { type: 'TransformationEvent', eventTime: 'never' },
        ],
      },
    }),
    published: '',
    scans: linesOf(
      [
        scan('COPIED', 1, 'a', paris),
        scan('COPIED', 2, 'b', tokyo),
        scan('COPIED', 4, 'a', paris),
        scan('COPIED', 5, 'c', lima),
        scan('COPIED', 6, 'b', tokyo),
        scan('COPIED', 7, 'c', lima),
        scan('GONE', 2, 'd', paris),
        { ...scan('COPIES', 3, 'e', paris), lat: undefined, lon: undefined, accuracyKm: undefined },
        scan('NEVER', 3, 'f', paris),
        { ...scan('', 3, 'g', paris), code: 'a note' },
      ].map((one) => ({ ...one, country })),
    ),
  }
  const paths: string[] = []
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(folder, name), content)
    paths.push(`--${name}`, join(folder, name))
  }
  const out = join(folder, 'out.ndjson')
  const ran = await runCli(['codes', 'detect', ...paths, '--out', out])
  const lines = (await readFile(out, 'utf8')).trimEnd().split('\n')
  return { ran, codes: lines.map((line) => JSON.parse(line) as Record<string, unknown>) }
}

test('each code seen is judged, with reasons, and what holds no serial is left out', async () => {
  const { ran, codes } = await detect()
  expect(ran).toEqual({
    code: 0,
    out: '',
    err: 'Judged 4 codes: copies of 2 suspected. Left out 1 scan without a GTIN and serial.\n',
  })
  expect(codes).toMatchObject([
    {
      serial: 'COPIED',
      known: true,
      state: 'suspected-clone',
      alarmAt: '2026-03-05T10:00:00.000Z',
    },
    { serial: 'GONE', known: true, state: 'suspected-clone', reasons: [{ code: 'destroyed' }] },
    { serial: 'COPIES', known: false, state: 'near-miss', alarmAt: null },
    { serial: 'NEVER', known: false, state: 'unknown', probability: 0 },
  ])
})

test('neither the planned market nor the country of a scan changes a judgement', async () => {
  const { codes } = await detect()
  expect((await detect({ market: 'JP', country: 'BR' })).codes).toEqual(codes)
})

test('a scan that is none is named with its line', async () => {
  const scans = join(folder, 'bad.ndjson')
  const units = join(folder, 'units')
  await writeFile(scans, `${JSON.stringify(scan('COPIED', 1, 'a', paris))}\n{"at": "yesterday"}\n`)
  const { code, err } = await runCli([
    'codes',
    'detect',
    '--units',
    units,
    '--scans',
    scans,
    '--out',
    '-',
  ])
  expect(code).toBe(1)
  expect(err).toContain('bad.ndjson, line 2 is no scan')
})

const answersOf = (text: string): Record<string, string>[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, string>)

test('issues codes with random serials, as Digital Links of the maker’s site', async () => {
  const out = join(folder, 'issued.ndjson')
  const batch = ['--gtin', '4006381333931', '--batch', 'LOT7/8', '--units', '3']
  const ran = await runCli([
    'codes',
    'issue',
    ...batch,
    '--site',
    'https://id.maker.example/c/',
    '--out',
    out,
  ])
  expect([ran.code, ran.err]).toEqual([0, 'Issued 3 codes.\n'])
  const units = answersOf(await readFile(out, 'utf8'))
  expect(new Set(units.map(({ serial }) => serial)).size).toBe(3)
  for (const { gtin, serial, batch, code } of units) {
    expect([gtin, batch]).toEqual(['04006381333931', 'LOT7/8'])
    expect(code).toBe(`https://id.maker.example/c/01/04006381333931/10/LOT7%2F8/21/${serial}`)
  }
})

test('issues the same serials again from the same key, which only its owner may read', async () => {
  const key = join(folder, 'serials.key')
  const issue = (batch: string) =>
    runCli([
      'codes',
      'issue',
      '--gtin',
      '4006381333931',
      '--batch',
      batch,
      '--units',
      '5',
      '--key',
      key,
      '--out',
      '-',
    ])
  const first = await issue('A')
  expect(first.err).toContain(`Wrote a new key to ${key}`)
  expect((await stat(key)).mode & 0o777).toBe(0o600)
  expect((await issue('A')).out).toBe(first.out)
  const serials = [...answersOf(first.out), ...answersOf((await issue('B')).out)].map(
    ({ serial }) => serial,
  )
  expect(new Set(serials).size).toBe(10)
})

test.each([
  [['--gtin', '4006381333932', '--batch', 'A'], 'The check digit of (01) is wrong'],
  [['--gtin', '4006381333931', '--batch', 'a batch number that is too long'], '(10)'],
  [['--gtin', '4006381333931', '--batch', 'A', '--key', import.meta.filename], 'contains no key'],
  [
    ['--gtin', '4006381333931', '--batch', 'A', '--site', 'ftp://maker.example'],
    'Write a web address',
  ],
])('refuses to issue %j', async (flags, message) => {
  const { code, err } = await runCli(['codes', 'issue', ...flags, '--units', '1', '--out', '-'])
  expect(code).toBe(/^error: /m.test(err) ? 2 : 1)
  expect(err).toContain(message)
})

test('a maker signs codes, and everyone tells offline who wrote them', async () => {
  const [maker, other] = ['maker', 'other'].map((name) => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    const secret = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    const open = publicKey.export({ type: 'spki', format: 'pem' }).toString()
    return {
      secret,
      open,
      files: [join(folder, `${name}.pem`), join(folder, `${name}.pub.pem`)] as const,
    }
  })
  for (const { secret, open, files } of [maker!, other!]) {
    await writeFile(files[0], secret)
    await writeFile(files[1], open)
  }
  const codes = [
    'https://id.maker.example/01/04006381333931/21/A7',
    '(01)04006381333931(21)A8',
    '(37)5',
    'x',
  ]
  const input = codes.map((code) => `${JSON.stringify({ code })}\n`).join('')
  const signed = await runCli(
    ['codes', 'sign', '--key', maker!.files[0], '--in', '-', '--out', '-'],
    { input },
  )
  const [one, two, noKey] = answersOf(signed.out)
  expect(one?.['link']).toMatch(
    /^https:\/\/id\.maker\.example\/01\/04006381333931\/21\/A7\?signature=/,
  )
  expect(two?.['link']).toMatch(/^https:\/\/id\.gs1\.org\/01\/04006381333931\/21\/A8\?signature=/)
  expect(noKey).toHaveProperty('error')

  const links = [one?.['link'], one?.['link']?.replace('A7', 'A9'), codes[0], two?.['link']]
  const lines = links.map((code) => `${JSON.stringify({ code })}\n`).join('')
  const verify = async (...keys: string[]) => {
    const { out } = await runCli(['codes', 'verify', '--key', ...keys, '--in', '-', '--out', '-'], {
      input: lines,
    })
    return answersOf(out).map(({ state }) => state)
  }
  expect(await verify(other!.files[1], maker!.files[1])).toEqual([
    'signed',
    'wrong',
    'unsigned',
    'signed',
  ])
  expect(await verify(other!.files[1])).toEqual([
    'unknown-key',
    'unknown-key',
    'unsigned',
    'unknown-key',
  ])
})

test('codes are verified with the published list, which says whose key it is and what became of it', async () => {
  const [maker, log] = ['maker', 'log'].map(() => {
    const { privateKey } = generateKeyPairSync('ed25519')
    return signerOf(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
  })
  const linkOf = async (code: string): Promise<string> => {
    const read = readCodeText(code)
    if (!read.ok) throw new Error(code)
    const { id } = maker!.publicKey
    return withSignature(read.uri!, id, await maker!.sign(signedBytesOf(read.elements, id)))
  }
  const links = [await linkOf('(01)09521234000013(21)A7'), await linkOf('(01)04006381333931(21)A7')]
  const lines = links.map((code) => `${JSON.stringify({ code })}\n`).join('')
  const publish = async (revokedAt: string | null): Promise<string> => {
    const at = '2026-11-20T10:00:00.000Z'
    const { id: key, pem } = maker!.publicKey
    const list = await signCodeKeyList(log!, {
      at,
      keys: [
        {
          key,
          publicKey: pem.replaceAll(/-----[^-]+-----|\s/g, ''),
          holder: 'Velmoraq',
          prefixes: ['9521234'],
          since: at,
          retiredAt: revokedAt,
          revokedAt,
          logIndex: 0,
        },
      ],
    })
    const file = join(folder, `keys-${revokedAt === null ? 'valid' : 'revoked'}.json`)
    await writeFile(file, JSON.stringify(list))
    return file
  }
  const verify = (...options: string[]) =>
    runCli(['codes', 'verify', ...options, '--in', '-', '--out', '-'], { input: lines })
  const list = await publish(null)
  const trusted = join(folder, 'log.pub.pem')
  await writeFile(trusted, log!.publicKey.pem)
  expect(answersOf((await verify('--key', list, '--log-key', trusted)).out)).toMatchObject([
    { state: 'signed', key: maker!.publicKey.id, holder: 'Velmoraq' },
    { state: 'other-maker', holder: 'Velmoraq' },
  ])
  const revoked = await publish('2026-11-21T10:00:00.000Z')
  const states = answersOf((await verify('--key', revoked)).out).map(({ state }) => state)
  expect(states).toEqual(['revoked-key', 'revoked-key'])
  const other = join(folder, 'other-log.pub.pem')
  await writeFile(other, maker!.publicKey.pem)
  const refused = await verify('--key', list, '--log-key', other)
  expect(refused.err).toContain('is not signed with this key of the log')
  expect(refused.code).not.toBe(0)
})
