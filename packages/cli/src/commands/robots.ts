import type { Command } from 'commander'
import { z } from 'zod'
import { answerLines, type LineFlags } from '../answer-lines.ts'
import type { ProgramIo } from '../program-io.ts'
import type { CommandContext } from './options.ts'

const Question = z.object({ robots: z.string(), agent: z.string(), url: z.string() })

export function defineRobots(command: Command, { io, finish }: CommandContext): void {
  command
    .requiredOption('--in <file>', 'lines {robots, agent, url} (NDJSON); - for standard input')
    .requiredOption('--out <file>', 'one line {allowed} for each; - for standard output')
    .action(async (flags: LineFlags) => finish(await robots(io, flags)))
}

async function robots(io: ProgramIo, flags: LineFlags): Promise<number> {
  const { readRobots } = await import('@touchstone/server')
  return answerLines(io, flags, (value) => {
    const question = Question.safeParse(value)
    if (!question.success) return { error: 'not an object {robots, agent, url} of texts' }
    const { robots: text, agent, url: address } = question.data
    // A path alone is judged as one of a site of its own.
    const url = URL.parse(address, 'http://site.invalid')
    if (url === null || !/^https?:$/.test(url.protocol)) {
      return { error: 'url is not an http or https address' }
    }
    return { allowed: readRobots(url.origin, text, agent).allows(url.href) }
  })
}
