import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ProgramIo } from '../program-io.ts'
import { openInput, type Input } from '../stream/index.ts'

type TwoReadings = { first: Input; again(): Promise<Input>; close(): Promise<void> }

/** An input that can be read twice; one that is no file is copied to a temporary file first. */
export async function openRereadable(
  io: Pick<ProgramIo, 'stdin'>,
  path: string,
  { signal, encoding }: { signal: AbortSignal; encoding: string | undefined },
): Promise<TwoReadings> {
  const input = await openInput(io, path, signal, encoding)
  if (input.size !== undefined) {
    const again = () => openInput(io, path, signal, encoding)
    return { first: input, again, close: async () => undefined }
  }
  const folder = await mkdtemp(join(tmpdir(), 'touchstone-input-'))
  const close = (): Promise<void> => rm(folder, { recursive: true, force: true })
  try {
    const copy = join(folder, 'listings')
    await pipeline(Readable.from(input.chunks), createWriteStream(copy))
    const open = async () => ({ ...(await openInput(io, copy, signal)), name: input.name })
    return { first: await open(), again: open, close }
  } catch (error) {
    await close()
    throw error
  } finally {
    await input.close()
  }
}
