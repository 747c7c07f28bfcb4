import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listingLine } from './builders.ts'
import { beginCli, runCli, runCliProcess, startCli } from './run-cli.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'touchstone-screen-'))
})
afterAll(() => rm(folder, { recursive: true }))

const good = [
  listingLine('fake', { title: 'Velmoraq bag replica 1:1 mirror quality' }),
  listingLine('plain', { title: 'Cotton shirt, size M' }),
]
const bad = '{"id":"bad","title":"x","price":{"amount":"-5","currency":"USD"}}'
const catalog = JSON.stringify({
  brands: [{ id: 'velmoraq', name: 'Velmoraq', productTypes: ['bag'] }],
})

async function put(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

const catalogFile = () => put('catalog.json', catalog)

function rowsOf(text: string) {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { listing: string; line: number; verdict: string })
}

test('listings in another encoding are read where it is named', async () => {
  // 高仿 包 in GBK.
  const line = Buffer.from('{"id":"gb","title":"Velmoraq \xb8\xdf\xb7\xc2 \xb0\xfc"}\n', 'latin1')
  const args = ['screen', '--catalog', await catalogFile(), '--in', '-', '--out', '-']
  const plain = await runCli(args, { input: line })
  expect([plain.code, plain.out]).toEqual([1, ''])
  const named = await runCli([...args, '--encoding', 'gbk'], { input: line })
  expect(named.code).toBe(0)
  expect(rowsOf(named.out)).toMatchObject([{ listing: 'gb', verdict: 'review' }])
  expect(named.out).toContain('高仿')
})

test('listings from a pipe give assessments on a pipe, with a separate summary', async () => {
  const args = ['screen', '--catalog', await catalogFile(), '--in', '-', '--out', '-']
  const { code, out, err } = await runCliProcess(args, { input: `${good.join('\n')}\n` })
  expect(code).toBe(0)
  const rows = rowsOf(out)
  expect(rows.map(({ listing, line }) => [listing, line])).toEqual([
    ['fake', 1],
    ['plain', 2],
  ])
  expect(rows[0]?.verdict).not.toBe('clear')
  expect(rows[1]?.verdict).toBe('clear')
  expect(err).toMatch(/^Screened 2 listings in .*: 1 clear, .*\.\n$/)
})

test('files, gzip, rejects, report and three threads together', async () => {
  const lines = Array.from({ length: 3000 }, (_, at) =>
    at % 100 === 50 ? bad : listingLine(at, { title: `Velmoraq bag number ${at}` }),
  )
  const input = await put('offers.gz', gzipSync(`${lines.join('\r\n')}\r\n`))
  const [out, rejects, report] = ['out.ndjson', 'rejects.ndjson', 'report.html'].map((name) =>
    join(folder, name),
  ) as [string, string, string]
  const { code, err } = await runCliProcess([
    'screen',
    '--catalog',
    await catalogFile(),
    '--in',
    input,
    '--out',
    out,
    '--rejects',
    rejects,
    '--report',
    report,
    '--threads',
    '3',
    '--images',
    folder,
  ])
  expect([code, err]).toEqual([0, expect.stringMatching(/30 lines could not be read; the rejects/)])
  const rows = rowsOf(await readFile(out, 'utf8'))
  expect(rows).toHaveLength(2970)
  expect(rows.map(({ line }) => line)).toEqual(rows.map(({ listing }) => Number(listing) + 1))
  const rejectRows = rowsOf(await readFile(rejects, 'utf8'))
  expect(rejectRows[0]).toEqual({
    line: 51,
    pointer: '/price/amount',
    reason: 'must be a decimal string of digits',
    found: '"-5"',
    remedy: 'write "19.90"; a price is never negative',
    id: 'bad',
  })
  expect(rejectRows).toHaveLength(30)
  expect(await readFile(report, 'utf8')).toContain('application/json')
  expect((await readdir(folder)).filter((name) => name.includes('partial'))).toEqual([])
})

test('without a rejects file the first five bad lines are reported and the others counted', async () => {
  const input = `${good[1]}\n${`${bad}\n`.repeat(7)}`
  const { code, out, err } = await runCli(['screen', '--in', '-', '--out', '-'], { input })
  expect([code, rowsOf(out).length]).toEqual([0, 1])
  expect(err).toMatch(/7 lines could not be read:\n {2}line 2: \/price\/amount must be/)
  expect(err).toMatch(/… and 2 more; --rejects FILE saves all of them/)
})

test('--strict stops at the first bad line with exit 2 and keeps the lines before it', async () => {
  const input = `${good[0]}\n${bad}\n${good[1]}\n`
  const args = ['screen', '--in', '-', '--out', '-', '--strict']
  const { code, out, err } = await runCli(args, { input })
  expect([code, rowsOf(out).length]).toEqual([2, 1])
  expect(err).toMatch(/line 2: \/price\/amount/)
})

test('a truncated gzip keeps the rows before the damage, reports it and exits with 1', async () => {
  const text = Array.from(
    { length: 4000 },
    (_, at) => `${listingLine(at, { title: `Offer ${(at * 7919) % 104729}` })}\n`,
  ).join('')
  const packed = gzipSync(text)
  const input = await put('cut.gz', packed.subarray(0, packed.length / 2))
  const out = join(folder, 'cut.ndjson')
  const { code, err } = await runCli(['screen', '--in', input, '--out', out])
  expect(code).toBe(1)
  const rows = rowsOf(await readFile(out, 'utf8'))
  expect(rows.length).toBeGreaterThan(1000)
  expect(rows.length).toBeLessThan(4000)
  expect(err).toContain('is a damaged gzip file')
  expect(err).toContain(`${rows.length.toLocaleString('en')} rows before that are in ${out}`)
})

test('an empty input is legal and gets a word', async () => {
  const out = join(folder, 'empty.ndjson')
  const { code, err } = await runCli(['screen', '--in', '-', '--out', out])
  expect([code, err]).toEqual([0, 'The input contains no listings.\n'])
  expect(await readFile(out, 'utf8')).toBe('')
})

test('unusable input is reported in one line with exit 1, never by a stack trace', async () => {
  const listings = await put('offers.ndjson', `${good[0]}\n`)
  const two = { id: 'a', name: 'A' }
  const double = await put('double.json', JSON.stringify({ brands: [two, two] }, null, 2))
  await mkdir(join(folder, 'inner'), { recursive: true })
  const basic = ['screen', '--in', listings, '--out', '-']
  const cases: [string[], RegExp][] = [
    [['screen', '--in', join(folder, 'none'), '--out', '-'], /the input .*none does not exist/],
    [['screen', '--in', join(folder, 'inner'), '--out', '-'], /is a directory/],
    [
      ['screen', '--in', listings, '--out', join(folder, 'inner')],
      /cannot write .*it is a directory/,
    ],
    [['screen', '--in', listings, '--out', join(folder, 'no', 'x')], /its folder does not exist/],
    [['screen', '--in', listings, '--out', listings], /--out and --in name the same file/],
    [[...basic, '--catalog', double], /line 8: \/brands\/1\/id is the id of two brands/],
    [[...basic, '--catalog', join(folder, 'none')], /the catalog .*none does not exist/],
    [[...basic, '--no-starter-pack'], /no brands to recognise/],
    [[...basic, '--images', listings], /is not a folder/],
    [[...basic, '--threads', '0'], /Write a whole number from 1 to 256/],
    [[...basic, '--as-of', 'soon'], /Write a date and time/],
    [[...basic, '--bogus'], /unknown option '--bogus'/],
    [['scren'], /unknown command 'scren'/],
  ]
  const results = []
  for (const [args] of cases) results.push(await runCli(args))
  for (const [at, { code, err, out }] of results.entries()) {
    expect(err).toMatch(cases[at]![1])
    const isUsage = /^error: /m.test(err)
    expect([code, out]).toEqual([isUsage ? 2 : 1, ''])
    expect(err).not.toMatch(/\n\s+at /)
  }
  expect((await readdir(folder)).filter((name) => name.includes('partial'))).toEqual([])
})

test('an input of which no line is a listing is no success', async () => {
  const input = await put('nothing.ndjson', '{"name":"x"}\n{"name":"y"}\n')
  const { code, err } = await runCli(['screen', '--in', input, '--out', '-'])
  expect([code, err]).toEqual([1, expect.stringContaining('2 lines could not be read')])
})

test('a reader of the output that leaves early ends the run quietly', async () => {
  const { child, ended } = startCli(['screen', '--in', '-', '--out', '-'])
  const block = `${good[1]}\n`.repeat(20_000)
  const feed = (): void => {
    while (child.stdin.writable && child.stdin.write(block));
  }
  child.stdin.on('drain', feed)
  child.stdout.once('data', () => child.stdout.destroy())
  feed()
  const { code, signal, err } = await ended
  expect([code, signal, err]).toEqual([0, null, ''])
})

test.skipIf(process.platform !== 'linux')(
  'a full disk is reported in one line with exit 1',
  async () => {
    const input = await put('full.ndjson', `${good[1]}\n`)
    const { code, err } = await runCli(['screen', '--in', input, '--out', '/dev/full'])
    expect([code, err]).toEqual([1, 'touchstone: cannot write /dev/full: the disk is full\n'])
  },
)

test.each(['SIGINT', 'SIGTERM'] as const)('%s keeps what is done and says so', async (name) => {
  const out = join(folder, `${name}.ndjson`)
  const { child, ended } = startCli(['screen', '--in', '-', '--out', out])
  child.stdin.write(`${good.join('\n')}\n`)
  const written = async (): Promise<boolean> => {
    const partial = (await readdir(folder)).find((file) =>
      file.startsWith(`${name}.ndjson.partial`),
    )
    return partial !== undefined && (await readFile(join(folder, partial))).length > 0
  }
  while (child.exitCode === null && !(await written()))
    await new Promise((resolve) => setTimeout(resolve, 20))
  child.kill(name)
  const { code, err } = await ended
  expect(code).toBe(name === 'SIGINT' ? 130 : 143)
  expect(err).toContain(`Stopped by ${name}. The results so far are in ${out}.`)
  expect(rowsOf(await readFile(out, 'utf8'))).toHaveLength(2)
})

test('help, version and schema are printed with exit 0', async () => {
  expect(await runCli([])).toMatchObject({
    code: 0,
    out: expect.stringContaining('screen') as string,
  })
  expect(await runCli(['--version'])).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^\d+\.\d+/) as string,
  })
  const schema = await runCli(['schema', 'catalog'])
  expect(schema.code).toBe(0)
  expect(JSON.parse(schema.out)).toMatchObject({ $id: 'catalog.schema.json' })
})

test('the demo serves its report, is ready, and stops cleanly', async () => {
  const env = { PORT: '0', DATA_DIR: join(folder, 'data') }
  const demo = beginCli(['demo'], env)
  const [, url = ''] = await demo.waitFor(/The report is at (http:\S+)/)
  const ready = await fetch(new URL('/ready', url))
  expect([ready.status, await ready.json()]).toEqual([200, { status: 'ready' }])
  const refused = await runCli(['demo'], { env: { ...env, PORT: new URL(url).port } })
  expect([refused.code, refused.err]).toEqual([
    1,
    expect.stringMatching(/port \d+.* is taken.*PORT=/i),
  ])
  demo.signal('SIGTERM')
  expect(await demo.ended).toMatchObject({ code: 0 })
})

test('doctor reports whether each check passes', async () => {
  const env = { PORT: '0', DATA_DIR: join(folder, 'data') }
  const { code, out } = await runCli(['doctor'], { env })
  expect(out).toMatch(/^ok {4}Node\.js/)
  expect(out).toMatch(/^ok {4}engine .*compiled in \d+ ms/m)
  expect(out).toMatch(/^(ok {2}|note) {2}review of /m)
  expect(code).toBe(0)
  const blocked = await put('blocked', '')
  const bad = await runCli(['doctor'], { env: { ...env, DATA_DIR: join(blocked, 'data') } })
  expect([bad.code, bad.out]).toEqual([1, expect.stringMatching(/BAD {3}DATA_DIR .*set DATA_DIR/)])
})

test('explain finds a listing by id or line and reports why it cannot', async () => {
  const input = await put('explain.ndjson', `${good.join('\n')}\n${bad}\n`)
  const catalogPath = await catalogFile()
  const explain = (...args: string[]) =>
    runCli(['explain', '--catalog', catalogPath, '--in', input, ...args])
  expect((await explain('--id', 'fake')).out).toMatch(/^Velmoraq|^\[/)
  const json = await explain('--line', '2', '--json')
  expect(JSON.parse(json.out)).toMatchObject({ listing: 'plain', verdict: 'clear' })
  expect(await explain('--id', 'nobody')).toMatchObject({
    code: 1,
    err: expect.stringContaining('no listing of') as string,
  })
  expect(await explain('--line', '3')).toMatchObject({
    code: 1,
    err: expect.stringContaining('/price/amount must be a decimal string') as string,
  })
})

test('lean assessments have no sentences, and words restores the full ones to the byte', async () => {
  const listings = await put('words.ndjson', `${good[0]}\n\n${bad}\n${good[1]}\n`)
  const args = ['screen', '--catalog', await catalogFile(), '--in', listings]
  const [full, lean] = [join(folder, 'full.ndjson'), join(folder, 'lean.ndjson')]
  await runCli([...args, '--out', full])
  await runCli([...args, '--out', lean, '--detail', 'lean', '--threads', '2'])
  const written = await readFile(lean, 'utf8')
  expect(rowsOf(written).map(({ listing, line }) => [listing, line])).toEqual([
    ['fake', 1],
    ['plain', 4],
  ])
  expect(written).not.toMatch(/"detail"|"reason"/)
  const restored = join(folder, 'restored.ndjson')
  const words = ['words', '--listings', listings, '--out', restored, '--in']
  expect(await runCli([...words, lean])).toMatchObject({ code: 0 })
  expect(await readFile(restored, 'utf8')).toBe(await readFile(full, 'utf8'))
  expect(await runCli([...words, full])).toMatchObject({ code: 0 })
  expect(await readFile(restored, 'utf8')).toBe(await readFile(full, 'utf8'))
})

test('words names the line that is of another file, in another order or no assessment', async () => {
  const listings = await put('screened.ndjson', `${good.join('\n')}\n`)
  const restored = join(folder, 'wrong.ndjson')
  const args = ['words', '--listings', listings, '--out', restored, '--in']
  const row = (listing: string, line: number): string =>
    JSON.stringify({ listing, line, verdict: 'clear', probability: 0, brands: [], signals: [] })
  const errorOf = async (lines: string[]): Promise<string> => {
    const { code, err } = await runCli([...args, await put('wrong-lean.ndjson', lines.join('\n'))])
    expect(code).toBe(1)
    return err
  }
  expect(await errorOf([row('plain', 1)])).toMatch(/that line of .*screened\.ndjson is fake/)
  expect(await errorOf([row('fake', 3)])).toContain('has no listing')
  expect(await errorOf([row('plain', 2), row('fake', 1)])).toContain('not in the order of screen')
  expect(await errorOf(['{"listing":"fake"}'])).toContain('line 1 is no assessment of screen')
  expect(await readdir(folder)).not.toContain('wrong.ndjson')
  const same = await runCli(['words', '--in', listings, '--listings', listings, '--out', listings])
  expect(same.err).toContain('--out names a file that is read')
})

test('a report needs full assessments', async () => {
  const listings = await put('reported.ndjson', `${good.join('\n')}\n`)
  const args = ['screen', '--in', listings, '--out', '-', '--detail', 'lean', '--report', 'r.html']
  const { code, err } = await runCli(args)
  expect(code).toBe(1)
  expect(err).toContain('--report needs the sentences')
})
