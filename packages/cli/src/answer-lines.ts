import { resolve } from 'node:path'
import { parseJsonText, TouchstoneError } from '@touchstone/contract'
import type { ProgramIo } from './program-io.ts'
import { listenForStop, stopExitCodes } from './stop-signal.ts'
import { cutBlocks, linesOf, openInput, Outputs } from './stream/index.ts'
import { count } from './terminal.ts'

export type LineFlags = { in: string; out: string }

/** Throws if the output would overwrite the input. */
function requireOtherOutput(flags: LineFlags): void {
  if (flags.out !== '-' && resolve(flags.in) === resolve(flags.out)) {
    throw new TouchstoneError({
      code: 'bad-option',
      message: '--in and --out name the same file: use different files',
    })
  }
}

/**
 * Answers each line of an NDJSON file with one line, in order; an unusable one with `{error}`. Its exit code is 1 if
 * every line was unusable.
 * @param answer gets the value of the line, undefined if it is no JSON
 */
export async function answerLines(
  io: ProgramIo,
  flags: LineFlags,
  answer: (value: unknown) => object | Promise<object>,
): Promise<number> {
  requireOtherOutput(flags)
  const stop = listenForStop(io)
  const outputs = new Outputs(io)
  let lines = 0
  let faults = 0
  try {
    const input = await openInput(io, flags.in, stop.signal)
    try {
      const out = await outputs.open(flags.out)
      const write = async (line: string | undefined): Promise<void> => {
        const answered = await answer(line === undefined ? undefined : jsonOf(line))
        lines++
        if ('error' in answered) faults++
        await out.write(Buffer.from(`${JSON.stringify(answered)}\n`))
      }
      for await (const block of cutBlocks(input.chunks)) {
        if (block.kind === 'oversize') await write(undefined)
        else {
          for (const bytes of linesOf(Buffer.from(block.bytes.buffer))) {
            const line = bytes.toString('utf8')
            if (line.trim() !== '') await write(line)
          }
        }
      }
    } finally {
      await input.close()
    }
    await outputs.finish()
  } catch (error) {
    await outputs.discard()
    throw error
  } finally {
    stop.dispose()
  }
  const unusable = faults === 0 ? '' : `, ${count(faults, 'line')} unusable`
  io.printError(`Answered ${count(lines - faults, 'line')}${unusable}.`)
  const received = stop.received()
  if (received !== undefined) return stopExitCodes[received]
  return lines > 0 && faults === lines ? 1 : 0
}

function jsonOf(text: string): unknown {
  try {
    return parseJsonText(text)
  } catch {
    return undefined
  }
}
