import { execFile } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createGzip } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listingLine } from './builders.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'touchstone-memory-'))
})
afterAll(() => rm(folder, { recursive: true }))

const description = 'words '.repeat(40)

function* linesOf(count: number): Generator<string> {
  for (let at = 0; at < count; at += 500) {
    const some = Array.from({ length: 500 }, (_, offset) =>
      offset % 50 === 0 ? '{"id":1}' : listingLine(at + offset, { description }),
    )
    yield `${some.join('\n')}\n`
  }
}

async function screenMany(path: string) {
  const program = fileURLToPath(new URL('./screen-memory.ts', import.meta.url))
  const args = ['--expose-gc', '--conditions=touchstone-source', program, path]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  return JSON.parse(stdout) as { rows: number; rejects: number; most: number }
}

test.each(['plain', 'packed'])(
  '%s: four times the lines retain hardly more memory',
  async (kind) => {
    const write = async (count: number): Promise<string> => {
      const path = join(folder, `${kind}-${count}`)
      const lines = Readable.from(linesOf(count))
      if (kind === 'plain') await pipeline(lines, createWriteStream(path))
      else await pipeline(lines, createGzip({ level: 1 }), createWriteStream(path))
      return path
    }
    const few = await screenMany(await write(100_000))
    const many = await screenMany(await write(400_000))
    expect([many.rows, many.rejects]).toEqual([392_000, 8000])
    expect((many.most - few.most) / 1024 / 1024).toBeLessThan(20)
  },
)
