import {
  bracketed,
  readBracketedCode,
  readCodeText,
  readScan,
  wordCodeProblem,
} from '@touchstone/recognition/codes'
import type { Command } from 'commander'
import { z } from 'zod'
import { answerLines, type LineFlags } from '../answer-lines.ts'
import type { CommandContext } from './options.ts'

const Input = z.object({ mode: z.enum(['data', 'scan', 'ai']), input: z.string() })
const readers = { data: readCodeText, scan: readScan, ai: readBracketedCode }

export function defineCodes(codes: Command, { io, finish }: CommandContext): void {
  codes
    .command('parse')
    .description('read GS1 codes: element strings, bracketed ones and Digital Links')
    .requiredOption(
      '--in <file>',
      'lines {mode, input} (NDJSON); mode is scan (as a scanner sends it), data (as text) or ai (bracketed); - for standard input',
    )
    .requiredOption(
      '--out <file>',
      'one line {ok, elements, uri, problem} for each; - for standard output',
    )
    .action(async (flags: LineFlags) => finish(await answerLines(io, flags, parse)))
}

function parse(value: unknown): object {
  const line = Input.safeParse(value)
  if (!line.success) return { error: 'not an object {mode, input} with mode data, scan or ai' }
  const { mode, input } = line.data
  const read = readers[mode](input)
  if (read.ok) return { ok: true, elements: bracketed(read.elements), uri: read.uri ?? '' }
  return { ok: false, problem: { ...read.problem, message: wordCodeProblem(read.problem) } }
}
