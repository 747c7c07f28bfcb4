import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ProgramIo } from '../program-io.ts'
import { openInput, openListings, type Input } from '../stream/index.ts'

type TwoReadings = { first: Input; again(): Promise<Input>; close(): Promise<void> }

/** An input that can be read twice; one that is no file is copied to a temporary file first. */
export async function openRereadable(
  io: Pick<ProgramIo, 'stdin'>,
  path: string,
  { signal, encoding }: { signal: AbortSignal; encoding: string | undefined },
): Promise<TwoReadings> {
  const input = await openInput(io, path, signal)
  if (input.size !== undefined) {
    await input.close()
    const open = () => openListings(io, path, signal, encoding)
    return { first: await open(), again: open, close: async () => undefined }
  }
  const folder = await mkdtemp(join(tmpdir(), 'touchstone-input-'))
  const close = (): Promise<void> => rm(folder, { recursive: true, force: true })
  try {
    // Under its own name, which may say that it is a table.
    const copy = join(folder, path === '-' ? 'listings' : basename(path))
    await pipeline(Readable.from(input.chunks), createWriteStream(copy))
    const open = async () => ({
      ...(await openListings(io, copy, signal, encoding)),
      name: input.name,
    })
    return { first: await open(), again: open, close }
  } catch (error) {
    await close()
    throw error
  } finally {
    await input.close()
  }
}
