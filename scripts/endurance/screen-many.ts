import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'

/** Resident memory of the command after this many rows. */
export type Sample = { row: number; mebibytes: number }

const root = fileURLToPath(new URL('../../', import.meta.url))
const sampleEvery = 10_000
const newline = 0x0a

/** Streams `rows` sample listings, each with a distinct id, through the real command. */
export async function screenMany(
  rows: number,
  onSample: (sample: Sample) => void,
): Promise<{ code: number; out: number; seconds: number; samples: Sample[] }> {
  const lines = (await readFile(`${root}samples/listings.ndjson`, 'utf8')).trimEnd().split('\n')
  const started = performance.now()
  const options = ['--catalog', 'samples/catalog.json', '--in', '-', '--out', '-']
  const child = spawn(
    process.execPath,
    [
      '--max-semi-space-size=16',
      '--heap-growing-percent=40',
      '--conditions=touchstone-source',
      'packages/cli/src/main.ts',
      'screen',
      ...options,
    ],
    { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] },
  )
  const ended = once(child, 'exit') as Promise<[number | null]>
  // A command that ends early closes the pipe; its exit code shows that.
  const fed = pipeline(Readable.from(listings(lines, rows)), child.stdin).catch(() => undefined)
  const samples: Sample[] = []
  let out = 0
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
    const before = out
    for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, at + 1)) out++
    if (Math.floor(before / sampleEvery) === Math.floor(out / sampleEvery)) continue
    const row = Math.floor(out / sampleEvery) * sampleEvery
    const mebibytes = await residentMebibytes(child.pid)
    if (mebibytes === undefined) continue
    samples.push({ row, mebibytes })
    onSample({ row, mebibytes })
  }
  await fed
  const [code] = await ended
  return { code: code ?? 1, out, seconds: (performance.now() - started) / 1000, samples }
}

function* listings(lines: readonly string[], rows: number): Generator<string> {
  const atOnce = 200
  for (let from = 0; from < rows; from += atOnce) {
    let text = ''
    for (let at = from; at < Math.min(from + atOnce, rows); at++) {
      text += `${(lines[at % lines.length] ?? '').replace('{"id":"', `{"id":"${at}-`)}\n`
    }
    yield text
  }
}

async function residentMebibytes(pid: number | undefined): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]
  return kibibytes === undefined ? undefined : Number(kibibytes) / 1024
}
