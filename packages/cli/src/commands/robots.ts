import { resolve } from 'node:path'
import { parseJsonText, TouchstoneError } from '@touchstone/contract'
import type { Command } from 'commander'
import { z } from 'zod'
import type { ProgramIo } from '../program-io.ts'
import { listenForStop, stopExitCodes } from '../stop-signal.ts'
import { cutBlocks, linesOf, openInput, Outputs } from '../stream/index.ts'
import { count } from '../terminal.ts'
import type { CommandContext } from './options.ts'

type RobotsFlags = { in: string; out: string }

const Question = z.object({ robots: z.string(), agent: z.string(), url: z.string() })

export function defineRobots(command: Command, { io, finish }: CommandContext): void {
  command
    .requiredOption('--in <file>', 'lines {robots, agent, url} (NDJSON); - for standard input')
    .requiredOption('--out <file>', 'one line {allowed} for each; - for standard output')
    .action(async (flags: RobotsFlags) => finish(await robots(io, flags)))
}

async function robots(io: ProgramIo, flags: RobotsFlags): Promise<number> {
  if (flags.out !== '-' && resolve(flags.in) === resolve(flags.out)) {
    throw new TouchstoneError({
      code: 'bad-option',
      message: '--in and --out name the same file: use different files',
    })
  }
  const { readRobots } = await import('@touchstone/server')
  const stop = listenForStop(io)
  const outputs = new Outputs(io)
  let lines = 0
  let faults = 0
  try {
    const input = await openInput(io, flags.in, stop.signal)
    try {
      const out = await outputs.open(flags.out)
      const answer = (line: string | undefined): { allowed: boolean } | { error: string } => {
        const question = Question.safeParse(line === undefined ? undefined : jsonOf(line))
        if (!question.success) return { error: 'not an object {robots, agent, url} of texts' }
        const { robots: text, agent, url: address } = question.data
        // A path alone is judged as one of a site of its own.
        const url = URL.parse(address, 'http://site.invalid')
        if (url === null || !/^https?:$/.test(url.protocol)) {
          return { error: 'url is not an http or https address' }
        }
        return { allowed: readRobots(url.origin, text, agent).allows(url.href) }
      }
      const write = async (line: string | undefined): Promise<void> => {
        const answered = answer(line)
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
